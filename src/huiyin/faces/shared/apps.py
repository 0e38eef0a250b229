from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "huiyin.faces.shared"
    label = "shared_face"
