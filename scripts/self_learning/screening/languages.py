"""The commonest instructions to a reader in languages other than English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from self_learning.screening.expressions import foreign
from self_learning.screening.reasons import HIDES as _HIDE
from self_learning.screening.reasons import OVERRIDES as _OVERRIDE
from self_learning.screening.reasons import REVEALS as _REVEAL
from self_learning.screening.reasons import RUNS as _RUN
from self_learning.screening.reasons import SENDS as _SEND
from self_learning.screening.reasons import UNCHECKS as _UNCHECK

if TYPE_CHECKING:
    from self_learning.screening.expressions import Rule

_ADDRESS = r"(?:https?://|\bwww\.|\bcurl\b|\bwget\b|[\w/-]\.(?:sh|ps1|exe)\b)"
_TARGET = r"(?:https?://|\b[\w.+-]{1,40}@[\w-]{1,40}\.\w+|\bwebhook|\bpastebin|адрес|сервер|地址|服务器|サーバー|서버|주소)"
_CREDENTIAL = (
    r"(?:\.env\b|id_rsa|api[- ]?key|passwor[dt]\w*|passwörter|tokens?\b|jetons?\b|mots? de passe|"
    r"contraseñ\w*|contrasen\w*|senhas?|"
    r"credencia\w+|credenzial\w+|chiav[ei]|wachtwoord\w*|sleutels?|geheimen|zugangsdaten|schlüssel|"
    r"geheimnis\w*|hasł\w*|haseł|"
    r"klucz\w*|şifre\w*|parola\w*|anahtar\w*|jeton\w*|парол\w*|секрет\w*|ключ\w*|токен\w*|密码|密钥|令牌|凭证|凭据|"
    r"环境变量|"
    r"パスワード|秘密鍵|トークン|認証情報|環境変数|비밀번호|토큰|자격 증명|비밀 키|환경 변수|환경변수)"
)

# By language: a verb and an object within reach of each other, in the order the language has.
# Accents may be missing, as people and attackers write them.
EXPRESSIONS: tuple[tuple[str, str], ...] = (
    # German
    (
        _OVERRIDE,
        (
            r"\b(?:ignorier\w*|missacht\w*|vergiss|vergesst|vergessen|verwirf|übergeh\w*|"
            r"ubergeh\w*|beachte\w*|befolge\w*|umgeh\w*)\b(?P<between>.{0,50}?)\b(?:anweisung\w*|"
            r"instruktion\w*|vorgaben?|regeln?|befehle?|richtlinien?|systemprompt|system-prompt|"
            r"weisungen?)\b(?P<after>.{0,20})"
        ),
    ),
    (
        _REVEAL,
        (
            r"\b(?:verrate|zeige|nenne|gib|gebe|drucke|veröffentliche|verrat|poste|schreibe|sende|"
            r"schicke|leite)\b.{0,40}?\b(?:passw[oö]rt\w*|geheimnis\w*|zugangsdaten|"
            r"api-?schlüssel\w*|schlüssel\w*|token|systemprompt|system-prompt)\b"
        ),
    ),
    (
        _UNCHECK,
        (
            r"\b(?:schalte?|deaktivier\w*|überspring\w*|umgeh\w*|"
            r"stelle?)\b.{0,50}?\b(?:zertifikat\w*|tls|ssl|prüfung\w*|überprüfung\w*|tests|hooks|"
            r"review\w*|sicherheit\w*|verifikation|verifizierung)\b"
        ),
    ),
    (
        _HIDE,
        (
            r"\b(?:sage?|erzähle?|verrate?|teile?|informiere?)\b.{0,30}?\b(?:nutzer|benutzer|"
            r"anwender|entwickler|niemand\w*)\b.{0,40}?\b(?:nichts|nicht|davon)\b|"
            r"\b(?:sage?|erzähle?|verrate?)\b.{0,15}?\bniemand\w*|"
            r"\bohne\b.{0,20}?\b(?:nutzer|benutzer|entwickler)\b.{0,20}?\b(?:zu fragen|"
            r"zu informieren|wissen)"
        ),
    ),
    (
        _UNCHECK,
        (
            r"\b(?:tests?|prüfung\w*|hooks?|zertifikat\w*|review\w*|"
            r"sicherheit\w*)\b.{0,25}?\b(?:löschen|entfernen|überspringen|"
            r"abschalten|ausschalten|deaktivieren|auskommentieren|ignorieren|umgehen|weglassen)\b"
        ),
    ),
    # French
    (
        _OVERRIDE,
        (
            r"\b(?:ignore[zrs]?|oublie[zrs]?|néglige[zr]?|neglige[zr]?|ne (?:suis|tiens|respecte|"
            r"suivez|tenez)|fais abstraction|faites abstraction|contourne[zr]?|outrepasse[zr]?)\b"
            r".{0,20}?\b(?:les?|la|l'|toutes?|tous|tes|vos|ces|cette|aux|des|du|"
            r"d')\s?\b.{0,40}?\b(?:instructions?|consignes?|directives?|règles?|regles?|"
            r"ordres?|invite système|prompt système)\b"
        ),
    ),
    (
        _REVEAL,
        (
            r"\b(?:révèle\w*|revele\w*|affiche[zr]?|montre[zr]?|donne[zr]?|imprime[zr]?|envoie|"
            r"envoyez|divulgue[zr]?|publie[zr]?)\b.{0,40}?\b(?:mots? de passe|secrets?|"
            r"identifiants|clés? (?:api|secrète|privée)|cles? (?:api|privee)|jetons?|"
            r"prompt système)\b"
        ),
    ),
    (
        _UNCHECK,
        (
            r"\b(?:désactive[zr]?|desactive[zr]?|saute[zr]?|contourne[zr]?|"
            r"supprime[zr]?)\b.{0,40}?\b(?:vérifications?|verifications?|validation|certificats?|"
            r"tls|ssl|tests|hooks|revue|relecture|sécurité|securite)\b"
        ),
    ),
    (
        _HIDE,
        (
            r"\b(?:ne (?:dis|dites|parle[zr]?|mentionne[zr]?|préviens|prévenez)|sans (?:prévenir|"
            r"informer|demander|le dire))\b.{0,40}?\b(?:utilisateur|utilisatrice|développeur|"
            r"personne|rien)\b"
        ),
    ),
    # Spanish and Portuguese
    (
        _OVERRIDE,
        (
            r"\b(?:ignor[aeáoã]\w*|olvid[aeá]\w*|omit[aeí]\w*|descart[aeá]\w*|desconsider\w*|"
            r"esquec\w*|esqueç\w*|no (?:hagas|haga|sigas|siga|obedezcas|tengas|tenga)|não (?:siga|"
            r"obedeça)|desobede\w*|pasa por alto)\b.{0,50}?\b(?:instruccion\w*|instruç\w+|"
            r"instrucoes|órdenes|"
            r"ordenes|reglas|regras|directrices|diretrizes|indicaciones|prompt (?:del|do) sistema)\b"
        ),
    ),
    (
        _REVEAL,
        (
            r"\b(?:revel[ae]\w*|muestr[ae]\w*|mostr[ae]\w*|imprim[ae]\w*|divulg\w+|env[ií][ae]\w*|"
            r"public[ae]\w*|dime|diga)\b.{0,40}?\b(?:contraseñas?|contrasenas?|senhas?|secretos?|"
            r"segredos?|credencia\w+|claves?|chaves?|tokens?)\b"
        ),
    ),
    (
        _UNCHECK,
        (
            r"\b(?:desactiv[ae]\w*|desativ[ae]\w*|deshabilit[ae]\w*|desabilit[ae]\w*|omit[ae]\w*|"
            r"salt[ae]\w*|pul[ae]\w*)\b.{0,40}?\b(?:verificaci\w+|verificaç\w+|validaci\w+|"
            r"certificad\w+|tls|ssl|pruebas|testes|tests|hooks|revisi\w+|seguridad|segurança)\b"
        ),
    ),
    (
        _HIDE,
        (
            r"\b(?:no (?:le )?(?:digas|diga|menciones|informes|avises)|sin (?:avisar|informar|"
            r"preguntar|decir)|não (?:diga|conte|mencione)|sem (?:avisar|informar|"
            r"perguntar))\b.{0,40}?\b(?:usuari\w+|nadie|ninguém|desarrollador\w*)\b"
        ),
    ),
    # Italian, Dutch, Polish, Turkish
    (
        _OVERRIDE,
        (
            r"\b(?:ignora\w*|dimentica\w*|trascura\w*|non seguire|negeer|vergeet|zignoruj\w*|"
            r"ignoruj\w*|zapomnij|pomiń|yok say\w*|görmezden gel\w*|"
            r"unut)\b.{0,50}?\b(?:istruzioni|regole|direttive|instructies|regels|opdrachten|"
            r"instrukcj\w+|polece\w+|zasad\w*|talimat\w*|kural\w*)\b"
        ),
    ),
    (
        _OVERRIDE,
        (
            r"\b(?:talimat\w*|kural\w*|komut\w*)\b.{0,30}?\b(?:yok say\w*|görmezden gel\w*|"
            r"unut\w*|dikkate alma)\b"
        ),
    ),
    # Russian and Ukrainian
    (
        _OVERRIDE,
        (
            r"(?:игнорир\w+|проигнорир\w+|забудь\w*|не (?:следуй\w*|выполняй\w*|обращай\w*)|"
            r"отмени\w*|пренебре\w+|ігнору\w+).{0,50}?(?:инструкци\w*|указани\w*|правил\w*|"
            r"команд\w*|промпт\w*|інструкці\w*|вказівк\w*)"
        ),
    ),
    (
        _REVEAL,
        (
            r"(?:покажи\w*|раскрой\w*|выведи\w*|напечатай\w*|отправь\w*|"
            r"сообщи\w*).{0,40}?(?:парол\w*|секрет\w*|ключ\w*|токен\w*|системн\w+ промпт)"
        ),
    ),
    (
        _UNCHECK,
        (
            r"(?:отключ\w+|выключ\w+|пропуст\w+|пропуска\w+|обойди\w*|обходи\w*|удали\w*|"
            r"игнорируй\w*).{0,40}?(?:проверк\w*|сертификат\w*|"
            r"тест\w*|tls|ssl|хук\w*|ревью)"
        ),
    ),
    (
        _HIDE,
        (
            r"не (?:говори\w*|сообщай\w*|упоминай\w*|рассказывай\w*).{0,30}?(?:пользовател\w*|"
            r"никому|разработчик\w*)"
        ),
    ),
    # Chinese, Japanese, Korean: no spaces between words, so no word boundaries
    (
        _OVERRIDE,
        (
            r"(?:忽略|无视|無視|忘记|忘記|忘掉|不要遵守|不要遵循|不要理会|跳过|绕过|覆盖|抛弃|丢弃|别管).{0,14}?(?:指令|指示|提示|规则|規則|命令|说明|約束|"
            r"约束|要求|系统)"
        ),
    ),
    (_OVERRIDE, r"(?:指令|指示|提示词|规则|命令|プロンプト|ルール).{0,10}?(?:忽略|无视|無視|忘れ|作废|失效)"),
    (
        _REVEAL,
        r"(?:输出|显示|打印|泄露|透露|告诉我|公开|发送|提供|顯示|輸出).{0,14}?(?:密码|密碼|密钥|密鑰|秘密|凭证|凭据|令牌|系统提示)",
    ),
    (
        _UNCHECK,
        r"(?:禁用|关闭|關閉|跳过|绕过|停用|取消).{0,14}?(?:验证|驗證|校验|证书|測試|测试|检查|钩子|审查|审核|安全)",
    ),
    (_HIDE, r"(?:不要|别|勿|不得).{0,6}?(?:告诉|告知|通知|提及|让).{0,8}?(?:用户|用戶|任何人|开发者|知道)"),
    (
        _OVERRIDE,
        r"(?:以前の|これまでの|上記の|前の|すべての|全ての|システム).{0,12}?(?:指示|命令|ルール|プロンプト|指令).{0,6}?(?:無視|忘れ|従わない|破棄)",
    ),
    (_REVEAL, r"(?:パスワード|秘密鍵|認証情報|トークン|apiキー).{0,8}?(?:表示し|出力し|送信し|教え|公開し)"),
    (_HIDE, r"(?:ユーザー|利用者|開発者)に.{0,10}?(?:言わない|知らせない|伝えない|報告しない|教えない)"),
    (
        _OVERRIDE,
        r"(?:이전|위의|모든|앞의|기존|시스템).{0,12}?(?:지시|명령|규칙|지침|프롬프트).{0,8}?(?:무시|잊|따르지)",
    ),
    # Fetched and run, in all of them: a verb and an address, in either order
    (
        _RUN,
        (
            r"\b(?:lade|ladet|lädt|führe?|starte|installiere|télécharge[zr]?|telecharge[zr]?|exécute[zr]?|"
            r"lance[zr]|"
            r"installe[zr]|descarg(?:a|ue|ar)|ejecut(?:a|e|ar)|instal(?:a|e|ar)|baix[ae]|rod[ae]|"
            r"scaric(?:a|are|ate)|"
            r"esegu(?:i|ire|ite)|avvia|voer|installeer|pobierz|uruchom|zainstaluj|wykonaj|indir|"
            r"çalıştır)\b.{0,90}?" + _ADDRESS
        ),
    ),
    (
        _RUN,
        (
            r"(?:скача\w+|запусти\w*|выполни\w*|установи\w*|загрузи\w*|завантаж\w*|下载|运行|执行|安装|下載|執行|"
            r"ダウンロード|実行|インストール|다운로드|실행|설치|حمّل|حمل|شغّل|شغل|نفّذ|نفذ).{0,60}?" + _ADDRESS
        ),
    ),
    (
        _RUN,
        _ADDRESS + r".{0,60}?(?:скача\w+|запусти\w*|выполни\w*|下载|运行|执行|"
        r"ダウンロード|実行|다운로드|실행|\bçalıştır|\bindir|"
        r"\bausführen\b|\baus(?:\s|[.!]|$)|\bherunter\b|\bejecútal\w+|\bexécute[zr]?-l\w+|\beseguil\w+)",
    ),
    # Sent away, in all of them: a verb, and a credential with or without an address, in either order
    (
        _SEND,
        (
            r"\b(?:sende|schicke?|übermittle|poste|leite|envoie[zs]?|envoyez|envoyer|transmet\w*|"
            r"publie[zr]?|téléverse[zr]?|"
            r"env[ií](?:a|e|ar|en)|mand(?:a|e|ar)|sub(?:e|a|ir)|public(?:a|ar)|publique|invia\w*|carica|"
            r"pubblica|stuur|verzend|"
            r"wyślij|prześlij|gönder\w*|yükle)\b.{0,70}?(?:" + _TARGET + "|" + _CREDENTIAL + ")"
        ),
    ),
    (
        _SEND,
        r"(?:отправ\w+|вышли|пошли|перешли|надішл\w+|发送|上传|发给|发到|傳送|上傳|أرسل|ارسل).{0,40}?(?:"
        + _TARGET
        + "|"
        + _CREDENTIAL
        + ")",
    ),
    (
        _SEND,
        r"(?:" + _TARGET + "|" + _CREDENTIAL + r").{0,50}?(?:送信|送って|アップロード|전송|보내|업로드|"
        r"\bgönder|\byükle|发送到|发送至|发到|上传到)",
    ),
    # Italian, Dutch, Polish, Turkish, Japanese, Korean: checks, credentials, secrecy
    (
        _UNCHECK,
        (
            r"\b(?:disattiv\w+|disabilit\w+|salta|ignora|rimuovi|schakel|sla|negeer|omzeil|wyłącz\w*|"
            r"wylacz\w*|pomiń|pomijaj)\b"
            r".{0,50}?\b(?:test\w*|verific\w+|controll\w+|sicurezza|certificat\w*|revision\w+|hook\w*|"
            r"firm\w+|controle\w*|"
            r"beveiliging\w*|certifica\w+|review\w*|weryfikacj\w+|sprawdz\w+|certyfikat\w*|bezpiecze\w+)\b"
        ),
    ),
    (
        _UNCHECK,
        (
            r"(?:test|doğrulama|denetim|güvenlik|sertifika|kontrol)\w*.{0,30}?\b(?:devre dışı bırak|atla|"
            r"kapat|geç)\w*"
        ),
    ),
    (
        _UNCHECK,
        r"(?:テスト|検証|確認|証明書|セキュリティ|レビュー|フック).{0,14}?(?:スキップ|無効|省略|飛ばし|オフに)",
    ),
    (_UNCHECK, r"(?:테스트|검증|확인|인증서|보안|리뷰|훅|검사).{0,14}?(?:건너뛰|비활성|생략|끄|무시)"),
    (
        _REVEAL,
        (
            r"\b(?:mostra\w*|rivela\w*|stampa|toon|onthul|print|pokaż|ujawnij|wypisz|göster|"
            r"yazdır)\b.{0,40}?\b(?:chiav[ei]|password|"
            r"credenzial\w+|segret\w+|wachtwoord\w*|geheim\w*|sleutel\w*|hasł\w*|klucz\w*|sekret\w*)\b"
        ),
    ),
    (
        _HIDE,
        (
            r"\b(?:non (?:dir\w+|menzionare|informare|avvisare|parlare)|senza (?:dir\w+|avvisare|"
            r"informare|chiedere)).{0,30}?\b(?:utent\w+|"
            r"nessuno|sviluppator\w+)\b|\b(?:vertel|meld|zeg)\b.{0,30}?\b(?:gebruiker|niemand|"
            r"ontwikkelaar)\b.{0,20}?\b(?:niet|niets)\b|"
            r"\bnie (?:mów|informuj|wspominaj)\b.{0,30}?\b(?:użytkownik\w*|nikomu)\b|\b(?:kullanıcıya|"
            r"kimseye)\b.{0,20}?\b(?:söyleme|bildirme)\b"
        ),
    ),
    (
        _HIDE,
        r"(?:사용자|개발자|아무)(?:에게|에게도|에게는|에게도).{0,12}?(?:말하지|알리지|보고하지|언급하지)",
    ),
    # Arabic and Hindi
    (_OVERRIDE, r"(?:تجاهل|انس|لا تتبع).{0,30}?(?:التعليمات|الأوامر|القواعد|تعليمات)"),
    (_OVERRIDE, r"(?:निर्देश\w*|नियम\w*|आदेश\w*).{0,30}?(?:अनदेखा|नज़रअंदाज़|भूल)"),
)
_NEGATED = re.compile(
    r"\b(?:nie|niemals|nicht|keine[nsmr]?|jamais|ne pas|n'|nunca|jamás|não|mai|nooit|niet|"
    r"nigdy)\s*(?:\w+\s+){0,3}$|(?:никогда не|не|永远不要|不要|切勿|请勿|禁止|不得)\s*$"
)
_NEGATED_BETWEEN = re.compile(r"\b(?:nicht|nie|niemals|pas|jamais|niet)\b")


RULES: tuple[Rule, ...] = tuple(foreign(reason, expression) for reason, expression in EXPRESSIONS)


def is_refused(text: str, rule: Rule) -> bool:
    """Whether a casefolded text is the instruction that one of ``RULES`` looks for.

    ``Ignoriere die Anweisungen nicht`` and ``never`` in front of the verb are honest.
    """
    for match in rule.expression.pattern.finditer(text):
        if rule.reason is _HIDE:
            return True
        if _NEGATED.search(text[: match.start()]):
            continue
        groups = match.groupdict()
        negated = bool(
            _NEGATED_BETWEEN.search((groups.get("between") or "") + " " + (groups.get("after") or ""))
        )
        # "Beachte" and "befolge" are the protective verbs, harmful only when negated.
        if groups.get("between") is not None and match.group().startswith(("beachte", "befolge")):
            if negated:
                return True
            continue
        if groups.get("between") is not None and negated:
            continue
        return True
    return False
