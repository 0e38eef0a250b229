from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "huiyin.faces.portal"
    label = "portal_face"
