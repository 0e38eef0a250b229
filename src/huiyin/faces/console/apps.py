from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "huiyin.faces.console"
    label = "console_face"
