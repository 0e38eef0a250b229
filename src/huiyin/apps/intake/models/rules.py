"""Word lists that keyword rules share, and the token that tells whether rules have changed."""

from django.db import models


class WordList(models.Model):
    """Words under a name, one a line; rules of the office take them as `@name`."""

    office = models.ForeignKey("org.Office", models.PROTECT, related_name="word_lists")
    name = models.CharField(max_length=40)
    words = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "name"], name="list_name_once"),)

    def __str__(self) -> str:
        return self.name


class Rulebook(models.Model):
    """One row, whose token the database changes with every change of a rule or a word list."""

    token = models.UUIDField()

    def __str__(self) -> str:
        return str(self.token)
