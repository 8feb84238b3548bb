"""How common words are in sentences about software, so that a match on a rare one counts for more.

Each share, from 0 to 1, is followed by the stems that about this part of sentences hold, in docstrings,
comments, README files and descriptions of rules. What isn't listed is rarer than 0.07 %.
``benchmarks/background.py`` measures it anew.
"""

from __future__ import annotations

BANDS: tuple[tuple[float, str], ...] = (
    (0.13, """
check use"""),
    (0.1, """
return"""),
    (0.079, """
avoid"""),
    (0.063, """
call fil funct"""),
    (0.05, """
argu except object str typ valu"""),
    (0.04, """
add class list nam set"""),
    (0.032, """
lin method modul requir stat"""),
    (0.025, """
attribut cod default duplicat enforc fix get handl new none oper option path python remov support test
vari"""),
    (0.02, """
after bas cas close config data defin express format gener import lik match miss numb one read rout run
unnecess vers"""),
    (0.016, """
allow befor block chang charact command construct contain creat current don empty first given head index
instanc int key liter log messag now order pars pass process rais request serv specif time tru tuple
whitespac"""),
    (0.013, """
byt compar context convert dict director end execut includ item iter length load loop mak map mod nod not
open provid result see self start text up user widget window work"""),
    (0.01, """
assign between build condition consistent cre direct document encod event exampl exist failur find follow
help http implement inherit init invalid just local long multipl os output packag re replac singl sourc
try writ"""),
    (0.0079, """
access annot applic asynchron brows client comment connect declar depend environ explicit fals field flag
form global intern issu last let level manag mark out parent pattern point react regular represent
respons script select sequenc sinc styl tak two updat valid via want wrap"""),
    (0.0063, """
about action alread api around avail bod bool branch break buf cach claus compil component content cop
custom dat deprec displa docstr doesn eith ensur entr export extens ignor inform input insid install keep
keyword librar memb mutabl nest next observ otherw our part pm posit poss pytest referenc releas report
separ simpl socket speci specific standard still stream system thread todo tre url usag wheth"""),
    (0.005, """
accept address against anoth app appl back behavi binar bind bound bug callback codec collect com common
complet constant correct count debug decod decor descript detect different dur element els enabl even
ever exit fast featur fetch filenam final found generic git group high how impl indent info interfac json
link logic look maximum merg need normal onc origin over overrid plugin print protocol quer real record
root runtim sect send shar signatur skip spec stop stor syntax sys tag through timeout top until warn way
within yield"""),
    (0.004, """
abov abstract assert assum automatic below bracket builtin caus child clear compatibil comput control
coroutin detail disabl equal escap expect fixtur float fram framework full futur hook html identifi if
improv io label lead limit loc lock man mean memor middlewar mov namespac newlin own pair parenthesis pep
per plac placehold port position prefix previous pull quot raw redefin rel resolv rfc scop search second
serial sid stack static stub sur symbol tabl target task templ termin throw token too trail under union
unus upd util wait"""),
    (0.0032, """
accord addition alia alias archiv bare bet bit blank built cannot chain cli color column commit concaten
continu contribut datetim decim determin develop distribut dynamic emit enum exact extend extra giv hash
hold host id initi interpret itself know known languag later least left main nativ navig old operand
optim outsid pag pip platform post pre presenc present priv produc program prom proper prox public random
rang rath receiv recurs renam rend render resourc right rul saf schedul secur show similar split ssl
structur switch tab tool turtl undefin unless unsaf web xml zero"""),
    (0.0025, """
activ actu actual adapt again anyth append arbitr arrow asci associ await axio basic begin bundl button
combin comma compat complex comprehens consum coordin copyright correspond day dialog docu due equivalent
extract factor filesystem filt for fre gencodec github happen howev identif immediat insert isn join
lambda larg licens lint ll lookup mad mailbox maintain mast maxim migr myp necess neg negat network null
numeric occur offset patch perform performanc pickl preserv queu reason redirect reduc regist regul relat
repr round sav sess setup sever short signal small someth status step strict subprocess suit thing trac
track transport turn unicod unpack us useful utf ver view well written year yet zip"""),
    (0.002, """
abc absolut across adjust affect airflow ap appear appropri attempt authentic becom broken captur certain
charset chunk compress consol convent cor cp databas dataclass deleg describ differenc dot doubl down
effect ellipsis entir es evalu everyth expand exponent fall fallback flow fold foo forc guid highlight
idl imag implicit infer inlin interact java kind latest less ls major menu minim mix mock model month
noth npm off org particular pathlib polic potenti pr preced prior prob purpos put recommend ref reject
remain reset rest restart retriev scan screen secret sign sit softwar stag star strip subject subscrib
tar tempor thank timezon total traceback underl underscor upgrad usual various ve vend width word"""),
    (0.0016, """
authent auto backward best box breakpoint calcul canva choos clean consid consider cooki crash dela deplo
dev dif distutil domain edit enough entit exp favor few fill flush forward glob go hard identit important
increment inspect integr introduc iso knex launch leav listen membership metadata much multi older op opt
overlap parti password pathnam payload permiss plain plus precis pref prompt prototyp publish rac reach
restor retr reus row rpc rsc ruf semantic semicolon servic shadow shell shorthand simp sql sub subscript
subtyp suffix suppl sync ternar though timestamp tk tls togeth transform transl ttk ui unix ur watch
webpack week whol whos won xxx"""),
    (0.0013, """
abl addit advanc agent ajax algorithm aren ask attack author aws backend bar behaviour buffer camel
cancel cancell car children ci cleanup cls confus constraint cook deep depth destructur directiv django
download draw driv dump eas easi email embed engin eof exclud expos extern finish fork from functional
good great hardcod hav hostnam hub in individu inferenc intercept isinstanc karma laz leak lib littl liv
los lower mac meta micsft minimum multilin my mypyc na nodemon octal outer overload panda pool pop popul
posix possib power prepar preprocess problem product progress pv quick readm recent refresh registr
relevant reload remot revalid revers rx sampl scalar schem schema seed seem segment sent serverless
simplif slic slot smtp snapshot sometim spread stder storag strateg successful summar suppress symlink
synchronous tcl tell term trans transact treat trig trunc typic unar undocument uniqu unit unknown upper
variant virtu visit vit weak"""),
    (0.001, """
abort account acquir align aliv alloc alternat anywa approach awa backslash behav capital certific
channel click clust concret concurrent controll cryptographic cs daemon decid delimit design dialect didn
discard dispatch dom dund earl earli edg editor enhanc enter eval expans fd feed focus font frozen going
graph guard guess gzip hack height hexadecim ie inject instruct interv ip ir jun kill layer linebreak
linux low lowercas magic manu math measur mechanism metaclass mim minor norm notic nump offici often oth
pack pad pend pid pixel polyfill prec pret propag pur quest recogn refact refer reflect register regress
rep reproduc respect restrict revert rewritten rich seek seen sens sep separat shall shap shutdown slash
slow spa span spawn sta struct submit submodul subsequent subset substitut them toggl topic tr unexpect
unitech unlik unst unsubscrib unsupport upload upon utc visibl wildcard zon"""),
    (0.00079, """
ab adopt alon alternativ amount ancest anim anonymous ast attach behind benefit big bin bitmap blob bom
bump caught cfw changelog claim clon colon commun conflict consecut consist convenienc cover coverag
critic cross css cursor cycl defer destin discover discuss disk distinct divis dock dum ecosystem
efficient encrypt enumer esm exhaust fami far fin fit floor fullnam fun furth gnu got guarant hand hex
hit hydr hypothesis immedi inclus incr increas infinit inner intend interest involv is javascript layout
leaf lexer lineno machin manipul markdown markup mayb mit monitor ms multipart naiv narrow noqa ok orjson
overridden owner past peer pick poll postgr predic printf profil project protect push pyi quit readlin
refus reg remix repla repositor reserv retain rxj safet say scal scenario scroll scrollbar shouldn silent
situ solut spe special src ssr stabl subcommand submiss swap symbolic tagorid thr thrown thus tkint
transf trigger unittest urllib variadic vue walk warrant whatev whenev why wid wsgi"""),
    (0.00063, """
act endian significant stuf"""),
)  # fmt: skip
