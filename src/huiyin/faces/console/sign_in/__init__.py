"""How django-allauth is bent to the desk: who may enter, by what, and in which words."""
