"""How common terms are in code, so that what every file has counts for little.

Each share, from 0 to 1, is followed by the terms that ``relevance.work_terms`` gives for about this
part of 10 to 40 line pieces of published Python and JavaScript packages. What isn't listed is
rarer than 0.6 %. ``benchmarks/background.py`` measures it anew.
"""

from __future__ import annotations

BANDS: tuple[tuple[float, str], ...] = (
    (0.79, """
stat"""),
    (0.63, """
comment docstr funct miss oper return str typ whitespac"""),
    (0.5, """
argu branch condition constant express if lin liter modul nam quot singl vari"""),
    (0.4, """
after attribut bracket compar defin except method unus"""),
    (0.32, """
annot assign befor bool declar first instanc length logic long not semicolon unnecess"""),
    (0.25, """
alia and block call check class cod comma context default descript doubl duplicat effect equal fals get
import iter list loop memb mix neg never no nod none numb object parenthesis rais self unassign use valu"""),
    (0.2, """
charact claus docu els empty end fil for format in indent lead local membership messag option placehold
priv public redefin sect start strict tab text tru underscor"""),
    (0.16, """
backslash escap index magic multilin multipl or path rep sequenc set test tripl tuple unar undocument"""),
    (0.13, """
blank builtin cas chain commented-out construct dead dict element identit inlin int is keyword let
multi-line nest parent punctu raw sourc speci subscript summar surround token"""),
    (0.1, """
access add addit ast avoid callback concaten convert creat data direct document dund explicit export
gener handl http ignor man new order overrid plus regular remov repeated report rul shadow static try
union unpack url util zero"""),
    (0.079, """
assert commonj great group id includ inequal init isinstanc key map negat one pars period prefix regul
replac requir schema second suppress ternar titl vers word"""),
    (0.063, """
=sourcecode allow ambiguous append around arrow bas be bod byt config could eslint f-string filenam float
fstr given item join last less lint match meta null one-line os pattern pip relat result separ styl too
valid"""),
    (0.05, """
=astnode comprehens continu current decim decor director don elif find head identifi implicit info insid
invalid level lik manag next open org output outsid overwritten packag pass pop protect python rang re
read recurs see short suffix tag unsort void writ"""),
    (0.04, """
=messageid addition augment break build cach capital close collaps com contain content control count
deprec dynamic encod expect final fix flag found generic global incr inherit initializ itself laz lexer
loc mak mark maxim mod mutabl namespac posit position process recommend ref referenc rest root run scop
signatur skip slic specifi star suggest support sys templ time top wheth whil with"""),
    (0.032, """
=additionalproperties =astutils =callexpression =rulemodule =versionadded absolut alias anonymous bygroup
collect compil component cop enum es exist exit fixer help kind latest left load log lookup mov myp
normal numeric old op out percent push pygment represent right search secret sinc split switch target
top-level unicod updat warn yield"""),
    (0.025, """
=defaultoptions =docsurl =regexlexer =valueerror any bare bitw cannot categor chang combin credenti
custom debug depend detail detect exampl execut failur field filt foreach hardcod hash implement input
insert json label larg lowercas minim modulo pathlib plugin point present print program pytest request
resolv spec task todo trail trap undefin unexpect until user visit work wrap"""),
    (0.02, """
=foreach =memberexpression =typeerror =za accept all authent avail between buf cls color column command
complex cre decod determin disabl doesn ellipsis entr enumer environ exponent extend filesystem fixabl
follow foo form git github hex imperat intern io ir issu jest just languag licens main mood now otherw
overload part power previous provid repr runtim slash specif spread stor symbol system tabl temporar this
two typeof unsaf up upper"""),
    (0.016, """
=oserror abstract alread api appl asci at bar binar bind bound bsd caus colon common convent copyright
cor cover dum enabl enforc ensur enter ever exp extens floor full fullnam futur getattr hook html impl
inform inner interfac keep keyword-only lex link look lower maximum mimetyp mypyc nativ non-ascii of
offset opt origin performanc pos poss pragma pref printf problem protocol record reg regist reserv
respons rprimit saf show sibl simpl src stack startswith stream strip sub syntax team thread throw tre
truthiness usag width window xor"""),
    (0.013, """
=astnodetypes =eslint =fa =gettokenbefore =jestfncall =testtempdir assum basic begin best bin bit bold
camel compat comput connect consol dat describ different divis driven dur eith event extra guid highlight
lib lock mean merg newlin onc ops own paren per produc pseudo quer react reason rel renam rend render
revers script segment select shar silent specific step stub suit testcas through timeout traceback
transform trim underlin unknown utf variadic want whol"""),
    (0.01, """
=argtypes =classir =createrule =datadriventestcase =esmodule =getscope =gettext =gettokenafter
=importerror =parsejestfncall =returntype =versioninfo abc about abs action actual address analyz applic
asynchron author back background captur child clear closur complet cursor dif dump emit endswith even
exclud ext extern fallback fallthrough fixtur forward fram fre from frozen gen hasattr hold host
hypothesis initi inspect install interpret invert lambda librar limit lineno memor multi need ok our over
pad pair parti perform plac platform preproc preserv prev real reimport releas resourc send serv sess sid
sign slot socket someth st standard status stder still stop structur stylistic swallow tak termin tild
total trunc uniqu unless ver versionad via within www"""),
    (0.0079, """
=astutil =attributeerror =availableuntil =blockstatement =cfunctionname =deprecatedsince =ee =errorkind
=functiondeclaration =getaccessorvalue =keyerror =objectrprimitive =replacedby =replacetext =typechecking
=typeinfo activ adjacent align alt alternat analysis anoth anyth attempt behavi blob broad calcul
classmethod commit consider consistent cur databas decl delimit depth destructur dirnam displa dot due en
entit evalu everyth exact expand extract factor fd featur flush frag got how infer infinit italic layout
leav loos maintain mayb memo metadata migr necess network noqa noth overflow password pend potenti primit
prom prox reach remot repositor restrict round scan semantic sep serial setup sha shallow simplif struct
subtyp tempor track transl under unittest unreach us utf-8 verbos wait way xml yet zip"""),
    (0.0063, """
=analysetext =arrowfunctionexpression =assertstringarraysequal =assignmentexpression =callabletype
=compileerror =defineproperty =errmagic =functionexpression =modulename =mypyfile =pathlike =testcase
=typevar against analys appear auto automatic await built children correct correspond dataclass datetim
deep dest div eof functool guard hookimpl imag infin interop known ll math minimum model mro ord outer
overhead plain port possib practic precis pret prototyp random reduc reject reset rewrit row rt rtyp sav
seen subprocess sur sync typedef unit urllib well written"""),
)  # fmt: skip
