from django.apps import AppConfig


class ReportUpConfig(AppConfig):
    name = "huiyin.apps.report_up"
    label = "report_up"
    default_auto_field = "django.db.models.BigAutoField"
