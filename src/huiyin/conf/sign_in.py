"""Signing in to the console: django-allauth with passwords, second factors and single sign-on.

Nobody signs up and nobody adds an account from outside. Wrong tries are counted by the desk itself
in its database (`apps.org.signing`), so every limit of the library is switched off here.
"""

from huiyin.conf.base import CONFIG

SIGN_ON = "sso"  # the one provider; a part of addresses and of stored subjects
SIGN_ON_CONFIGURED = CONFIG.sign_on_issuer is not None
OVER_TLS = CONFIG.console_url.startswith("https:")

TABLES_OF_ALLAUTH = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
]
# One migration of our own for each in place of the nineteen that led there: every new desk and
# every test database pays for each. After a new version of the library `makemigrations --check`
# with `huiyin.conf.migrating` tells what it adds.
MIGRATION_MODULES = {
    label: f"huiyin.faces.console.sign_in.migrations.{label}"
    for label in ("account", "mfa", "socialaccount", "usersessions")
}
PROVIDER = "allauth.socialaccount.providers.openid_connect"
ALLAUTH = [*TABLES_OF_ALLAUTH, *([PROVIDER] if SIGN_ON_CONFIGURED else [])]
MIDDLEWARE_OF_ALLAUTH = "allauth.account.middleware.AccountMiddleware"

ACCOUNT_ADAPTER = "huiyin.faces.console.sign_in.accounts.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_RATE_LIMITS = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if OVER_TLS else "http"

MFA_ADAPTER = "huiyin.faces.console.sign_in.factors.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RATE_LIMITS = False
MFA_REAUTHENTICATION_REQUIRED = False  # asked for by the desk, second factor included (`proof`)
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # clocks of telephones differ; no code is taken twice (`code_forms`)
MFA_FORMS = {
    "authenticate": "huiyin.faces.console.sign_in.code_forms.Code",
    "authenticate_webauthn": "huiyin.faces.console.sign_in.code_forms.Passkey",
    "activate_totp": "huiyin.faces.console.sign_in.code_forms.FirstCode",
}

SOCIALACCOUNT_ADAPTER = "huiyin.faces.console.sign_in.sign_on.SignOn"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_PROVIDERS: dict[str, object] = {}

if SIGN_ON_CONFIGURED and CONFIG.sign_on_secret_file is not None:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": SIGN_ON,
                "name": CONFIG.sign_on_name or "",
                "client_id": CONFIG.sign_on_client,
                "secret": CONFIG.sign_on_secret_file.read_text(encoding="utf-8").strip(),
                "settings": {"server_url": CONFIG.sign_on_issuer, "oauth_pkce_enabled": True},
            }
        ]
    }
