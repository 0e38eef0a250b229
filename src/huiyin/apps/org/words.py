"""What the desk says to people: the text of every refusal, and one sentence for every event.

Codes and event kinds are constants of the chain; their wording is made when somebody reads them,
in the reader's language, so that it can be mended without touching what is recorded.
"""

from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from huiyin.apps.org import words_of_reports
from huiyin.apps.org.limit_words import extension_text, rule_text
from huiyin.rules.refusals import Refusal

REFUSALS = {
    Refusal.STATE_UNKNOWN: _(
        "This record is in a state the desk does not know. Tell your administrator."
    ),
    Refusal.EVENT_UNKNOWN: _("The desk does not know this step. Load the page again."),
    Refusal.EVENT_NOT_HERE: _(
        "This step is not possible any more: somebody moved the matter on. Load the page to "
        "see where it stands."
    ),
    Refusal.ROLE_NOT_ALLOWED: _("Your role does not include this step."),
    Refusal.REASON_MISSING: _("Please give the reason."),
    Refusal.LEVEL_MISSING: _("Please choose a level."),
    Refusal.LOWERING_MISSING: _("No lower level is proposed for this story any more."),
    Refusal.LOWERING_WAITS: _("A lower level is proposed already and waits for somebody else."),
    Refusal.ACCUSED_MISSING: _("Please choose the person or department that is accused."),
    Refusal.STORY_MISSING: _("Please choose the story or case it belongs to."),
    Refusal.RECIPIENT_MISSING: _("Please say who is to be warned."),
    Refusal.DESTINATION_MISSING: _("Please say where the matter should go instead."),
    Refusal.MERGE_TARGET_MISSING: _("Please choose the case to merge into."),
    Refusal.UNIT_MISSING: _("Please choose a department of this office."),
    Refusal.HANDLER_MISSING: _("Please name a handler of this department first."),
    Refusal.RESULT_MISSING: _("Please write what was found and what was done."),
    Refusal.OBJECTION_OPEN: _(
        "A co-handling department objects to this text; the office settles that first."
    ),
    Refusal.PART_UNCLEARED: _(
        "A co-handling department has not cleared this text yet; ask it, or let the office settle "
        "its part."
    ),
    Refusal.BASIS_MISSING: _("Please name the legal basis."),
    Refusal.GROUND_MISSING: _("Please give the ground for reopening."),
    Refusal.PLAN_MISSING: _("Please write how the work will go on until the new date."),
    Refusal.NEW_DUE_MISSING: _("Please give the new date."),
    Refusal.TEXT_MISSING: _("Please write the text; it cannot be empty."),
    Refusal.SIGNATURE_MISSING: _("The office has no signature yet; an answer must carry its name."),
    Refusal.NOTICE_MISSING: _("Please write the notice that will stand in its place."),
    Refusal.SUCCESSOR_MISSING: _("Please draft the version that follows first."),
    Refusal.NOTHING_PUBLIC: _("Nothing published tells of this; there is nothing to send."),
    Refusal.MARKS_LEFT: _(
        "Marks such as [1] still stand in the text. Compare each sentence with its item, then "
        "take the marks out."
    ),
    Refusal.VERDICT_MISSING: _(
        "The verdict is missing: was it true, partly true, false, or can it not be verified yet?"
    ),
    Refusal.DECISION_MISSING: _(
        "What was found and done has not been recorded yet; complete the order first."
    ),
    Refusal.REPLY_MISSING: _("There is no published answer yet."),
    Refusal.FEEDBACK_MISSING: _(
        "Feedback is missing: tell the reporter, or write how the result was made known."
    ),
    Refusal.ADOPTION_MISSING: _("Please say whether the suggestion is adopted, partly or not."),
    Refusal.ADOPTION_REASON_MISSING: _("Please say why the suggestion is adopted or not."),
    Refusal.EVIDENCE_MISSING: _("A verdict needs evidence; please name it."),
    Refusal.NEXT_DATE_MISSING: _("Please give the date on which it will be looked at again."),
    Refusal.RATING_MISSING: _("Please choose a rating."),
    Refusal.LETTER_MISSING: _("Please write the letter that goes with the matter."),
    Refusal.ORDERS_UNDER_WAY: _(
        "An order of this case is under way; finish or withdraw it, or merge the other way round."
    ),
    Refusal.MERGE_GONE_ON: _("The cases have gone on together; this merge cannot be undone."),
    Refusal.VERIFICATION_OPEN: _("A verification is under way; it needs its verdict first."),
    Refusal.DECISION_OPEN: _("A decision waits for approval, or was returned to its author."),
    Refusal.SECOND_PERSON_MISSING: _("Two persons verify together; please name the second one."),
    Refusal.MEASURE_INCOMPLETE: _("Each measure needs its text, a department and a date."),
    Refusal.MEASURES_OPEN: _("A measure of this decision has not been carried out yet."),
    Refusal.OUTCOME_MISSING: _("Please say whether the answer stands or the matter starts again."),
    Refusal.SOURCE_QUOTED: _(
        "This repeats what the reporter said, and it stands on paper that others read. Say what "
        "is checked in your own words."
    ),
    Refusal.CHECKABLE_TAKEN_UP: _(
        "This was assessed as something that can be checked, so it is taken up, with or without "
        "a name."
    ),
    Refusal.RATING_WINDOW_OVER: _("The time to rate this answer is over."),
    Refusal.DATE_PAST: _("This date lies in the past."),
    Refusal.FILE_TOO_LARGE: _("The file is too large; 20 megabytes are the most."),
    Refusal.AUTHOR_APPROVES: _("You wrote this text, so somebody else must approve it."),
    Refusal.SUBMITTER_REVIEWS: _("You handed this result in, so somebody else must review it."),
    Refusal.ASKER_DECIDES: _("You asked for more time, so somebody else must decide on it."),
    Refusal.ISSUER_JUDGES: _("Whoever issued the order cannot alone decide on more time for it."),
    Refusal.PROPOSER_CONFIRMS: _(
        "You proposed the lower level, so somebody else of the office must confirm it."
    ),
    Refusal.RECUSED: _("You stand back from this matter, so you take no step in it."),
    Refusal.ASKED_TOO_LATE: _("More time must be asked for before the time limit ends."),
    Refusal.EXTENSION_USED: _("The time limit was already extended once."),
    Refusal.NEW_DUE_NOT_LATER: _("The new date must be later than the present one."),
    Refusal.BOUNCE_TOO_LATE: _("An order can be returned as wrong unit within 24 hours only."),
    Refusal.BOUNCED_TWICE: _("The order was returned twice; the head of the office decides now."),
    Refusal.HEAD_RULING_MISSING: _("The ruling of the head of the office is missing."),
    Refusal.REVIEW_WINDOW_OVER: _("The time to ask for a review is over."),
    Refusal.MERGED_INTO_ITSELF: _("A record cannot be merged into itself."),
    Refusal.KEPT_APART: _(
        "Somebody said that these are two matters. Take that back first, where the two are "
        "compared."
    ),
    Refusal.TEXT_CHANGED: _("The text was changed after it was approved; it needs a new approval."),
    Refusal.PAUSED_TOO_LATE: _("A clock cannot be paused after its time limit ended."),
    Refusal.PAUSE_EMPTY: _("The pause ends before it begins."),
    Refusal.TOO_MANY_WAITING: _("Too many of your requests still wait; try again in a moment."),
    Refusal.TEXT_TOO_LONG: _("The text is too long for this entry; shorten it."),
    Refusal.CHANGED_MEANWHILE: _(
        "Somebody changed this entry meanwhile; look at it again and repeat."
    ),
    Refusal.TOO_MANY_KEPT: _("You keep too many already; take one away first."),
    Refusal.UNIT_TWICE: _("A department stands twice on the order; name each once."),
    Refusal.ONE_ANSWER_ONLY: _(
        "This joint order has its public answer already; change that one instead of a second."
    ),
    Refusal.CLOCK_STOPPED: _("This clock has already stopped."),
    Refusal.ALREADY_PAUSED: _("The clocks of this case are paused already."),
    Refusal.NOT_PAUSED: _("The clocks of this case are not paused."),
    Refusal.LENGTH_UNREADABLE: _("Please say how much longer: hours, days or working days."),
    Refusal.VERIFICATION_MISSING: _(
        "This matter was told three times or more: it must be verified before it is closed."
    ),
    Refusal.PRESET_SILENT: _("This preset says nothing about this kind of matter."),
    Refusal.NAME_TAKEN: _("There is a preset of this name already; choose another name."),
    Refusal.RULE_UNREADABLE: _("This time limit cannot be read; choose one of the list."),
    **words_of_reports.REFUSALS,
}

EVENTS = {
    "case.registered": _("Case %(number)s registered"),
    "case.accepted": _("Accepted"),
    "case.refused": _("Not accepted"),
    "case.transferred": _("Transferred to %(destination)s"),
    "case.merged": _("Merged with another case"),
    "case.ordered": _("Supervised by order %(order)s"),
    "case.verifying": _("Verification begun"),
    "case.assessing": _("Being assessed"),
    "case.decided": _("Decided"),
    "case.responding": _("Answer in preparation"),
    "case.appraised": _("Handling appraised"),
    "case.archived": _("Archived"),
    "case.merged_in": _("Case %(number)s merged in"),
    "case.repeats_found": _("Earlier matters like this: %(count)s"),
    "case.repeat_confirmed": _("The same matter as case %(number)s"),
    "case.repeat_denied": _("Another matter than case %(number)s"),
    "case.split": _("Split; the other part is case %(number)s"),
    "case.linked": _("Linked with case %(number)s"),
    "case.merge_undone": _("Merge undone"),
    "case.responded": _("Answered by statement %(statement)s"),
    "case.fed_back": _("Result told"),
    "case.closed": _("Closed"),
    "case.reopened": _("Reopened"),
    "case.suggestion_settled": _("What becomes of the suggestion was settled"),
    "verification.planned": _("Verification %(number)s planned"),
    "verification.collecting": _("Verification %(number)s: %(first)s and %(second)s collect facts"),
    "verification.evidence_added": _("Verification %(number)s: evidence added, %(title)s"),
    "verification.first_hand": _("Verification %(number)s: first-hand report"),
    "verification.concluded": _("Verification %(number)s concluded"),
    "verification.taken_up": _("Verification %(number)s taken up again"),
    "decision.proposed": _("Decision %(number)s proposed"),
    "decision.approved": _("Decision %(number)s approved"),
    "decision.sent_back": _("Decision %(number)s returned to its author"),
    "decision.revised": _("Decision %(number)s proposed anew"),
    "decision.notified": _("Decision %(number)s notified to %(recipients)s"),
    "decision.measure_done": _("A measure of decision %(number)s carried out"),
    "decision.completed": _("Decision %(number)s carried out"),
    "feedback.delivered": _("Reporters may rate the answer now"),
    "feedback.rated": _("A reporter rated the answer"),
    "feedback.silent": _("The time to rate is over; nobody rated the answer"),
    "review.asked": _("A review was asked for"),
    "review.assigned": _("Review given to %(reviewer)s"),
    "review.refused": _("Review refused"),
    "review.answered": _("Review answered"),
    "follow_up.promised": _("Promised with the answer: %(text)s"),
    "follow_up.kept": _("Promise of the answer kept"),
    "case.noted": _("Note"),
    "case.reporter_written_to": _("Message to the reporter"),
    "order.issued": _("Order %(number)s issued to %(unit)s"),
    "part.asked": _("Opinion of %(unit)s asked for order %(number)s"),
    "part.given": _("Opinion of %(unit)s on order %(number)s given"),
    "part.cleared": _("%(unit)s cleared the answer of order %(number)s"),
    "part.objected": _("%(unit)s objects to the answer of order %(number)s"),
    "part.settled": _("Part of %(unit)s in order %(number)s settled by the office"),
    "order.instructed": _("Leader's instruction on order %(number)s"),
    "order.printed": _("Order %(number)s printed (%(form)s)"),
    "case.letter_printed": _("Letter of the case printed (%(form)s)"),
    "case.consulted": _("Meeting held: %(title)s"),
    "case.ledger_edited": _("Ledger entries changed: %(fields)s"),
    "ledger.exported": _("Ledger exported: %(count)s rows"),
    "dispatch.rule_added": _("Learned for dispatch: %(words)s → %(unit)s"),
    "dispatch.rule_ended": _("No longer used for dispatch: %(words)s → %(unit)s"),
    "order.signed": _("Order %(number)s signed for"),
    "order.assigned": _("Order %(number)s assigned to %(handler)s"),
    "order.bounced": _("Order %(number)s returned as wrong unit"),
    "order.reissued": _("Order %(number)s issued again"),
    "order.upheld": _("Order %(number)s upheld"),
    "order.submitted": _("Result of order %(number)s handed in"),
    "order.reviewed": _("Result of order %(number)s reviewed"),
    "order.completed": _("Order %(number)s completed"),
    "order.sent_back": _("Result of order %(number)s sent back"),
    "order.withdrawn": _("Order %(number)s withdrawn"),
    "clock.warned": _("Warning: the time limit is near"),
    "clock.overdue": _("Time limit passed"),
    "clock.escalated": _("Escalated"),
    "clock.step_passed_over": _("Step passed over, nobody could be reached: %(step)s"),
    "clock.calendar_missing": _("Time limit uncertain: the calendar of a year is missing"),
    "clock.moved": _("Due instant moved to %(to_local)s"),
    "clock.started": _("Clock started: %(rule)s"),
    "clock.kept": _("Promise kept"),
    "case.paused": _("Clocks paused"),
    "case.resumed": _("Clocks go on"),
    "extension.asked": _("More time asked for order %(number)s: %(length)s"),
    "extension.endorsed": _("More time for order %(number)s endorsed"),
    "extension.group_told": _("Leading group told of the request for order %(number)s"),
    "extension.granted": _("More time granted for order %(number)s: %(length)s"),
    "extension.refused": _("More time refused for order %(number)s"),
    "clock.put_aside": _("A clock could not be read and was put aside"),
    "statement.drafted": _("Answer %(number)s drafted"),
    "statement.revised": _("Draft of answer %(number)s changed"),
    "statement.approved": _("Answer %(number)s approved"),
    "statement.sent_back": _("Answer %(number)s returned to its author"),
    "statement.published": _("Answer %(number)s published: %(title)s"),
    "statement.corrected": _("Answer %(number)s corrected"),
    "statement.superseded": _("Answer %(number)s replaced by its next version"),
    "statement.withdrawn": _("Answer %(number)s withdrawn with a notice"),
    "story.kept_apart": _("Kept apart from the story “%(title)s”: two matters"),
    "story.parting_taken_back": _("No longer kept apart from the story “%(title)s”"),
    "draft.asked": _("A machine was asked for a draft; published items were sent to %(host)s"),
    "draft.written": _("A draft was written by a machine: %(model)s"),
    "draft.failed": _("A machine wrote no draft"),
    "items.captured": _("Items captured"),
    "item.recorded": _("Entered by the desk"),
    "item.attached": _("Item attached"),
    "item.dismissed": _("Item dismissed"),
    "item.restored": _("Item taken back"),
    "item.kind_set": _("Kind of an item set by hand"),
    "item.topic_set": _("Topic of an item set by hand"),
    "item.severity_set": _("Severity of an item set by hand"),
    "model.taken_up": _("The desk judges with a new model: %(version)s"),
    "model.put_back": _("The desk judges with an earlier model: %(version)s"),
    "topics.changed": _("Topics of the office changed: %(topics)s topics"),
    "topic.added": _("Topic added: %(name)s (%(topic)s)"),
    "topic.renamed": _("Topic named otherwise: %(name)s (%(topic)s)"),
    "topic.retired": _("Topic retired: %(name)s (%(topic)s)"),
    "topic.reopened": _("Topic offered again: %(name)s (%(topic)s)"),
    "story.cased": _("Case %(number)s opened from the story"),
    "story.warned": _("Warned of the story"),
    "story.dormant": _("The story has gone quiet"),
    "source.added": _("Source added: %(name)s"),
    "source.edited": _("Source changed: %(name)s"),
    "source.set": _("Settings of a source changed: %(settings)s"),
    "source.secret_renewed": _("New secret for what is pushed to a source"),
    "source.fell_silent": _("Source fell silent: %(name)s"),
    "source.volume_changed": _("Volume of a source changed: %(name)s"),
    "source.volume_usual": _("Volume of a source is usual again: %(name)s"),
    "item.revised": _("Edited at its source, version %(version)s: %(title)s"),
    "item.clipped": _("Page clipped by hand"),
    "patrol.place_kept": _("Place on the patrol: %(name)s"),
    "patrol.round_made": _("Round of the patrol: %(name)s, %(found)s found"),
    "texts.let_go": _("Texts let go after their time of keeping: %(items)s items"),
    "keeping.changed": _("Time of keeping changed: %(key)s from %(from)s to %(to)s"),
    "keeping.held": _("Held back from being let go: %(title)s"),
    "keeping.hold_lifted": _("Hold lifted: %(title)s"),
    "source.enabled": _("Source watched again"),
    "source.paused": _("Source paused"),
    "source.fetch_asked": _("Source asked at once"),
    "source.private_allowed": _("Source allowed into the own network"),
    "source.private_forbidden": _("Source no longer allowed into the own network"),
    "rule.saved": _("Keyword rule saved: %(name)s"),
    "word_list.saved": _("Word list saved: %(name)s"),
    "word_list.removed": _("Word list removed: %(name)s"),
    "search.saved": _("Search kept: %(name)s"),
    "search.forgotten": _("Search no longer kept: %(name)s"),
    "person.roles_changed": _("Roles of %(name)s changed"),
    "file.infected": _("Malware found in a reporter's file: %(malware)s"),
    "person.sign_on_linked": _("Single sign-on linked: %(name)s"),
    "second_factor.required": _("Roles that need a second factor changed"),
    "second_factor.set_up": _("Second factor set up: %(name)s"),
    "second_factor.removed": _("Second factor removed: %(name)s"),
    "second_factor.reset_asked": _("Reset of a lost second factor asked for: %(name)s"),
    "second_factor.reset": _("Lost second factor reset: %(name)s"),
    "second_factor.reset_refused": _("Reset of a second factor refused: %(name)s"),
    "person.password_changed": _("Password changed: %(name)s"),
    "unit.added": _("Department added: %(name)s"),
    "submission.received": _("Received from the public"),
    "mailbox.message_received": _("Message from the reporter"),
    "case.items_attached": _("%(count)s more items attached"),
    "import.finished": _("File brought in: %(name)s"),
    "source.moved": _("Source has moved: %(name)s"),
    "source.failing": _("Source cannot be read: %(name)s"),
    "story.found": _("Story found: %(title)s"),
    "story.woken": _("The story is told of again"),
    "story.merged": _("Stories merged: %(title)s"),
    "story.renamed": _("Headline changed to %(to)s"),
    "story.alerted": _("Alert raised: %(title)s"),
    "story.alert_acknowledged": _("Alert seen"),
    "story.level_settled": _("Level settled"),
    "item.moved": _("Item moved to another story"),
    "lane.sealed": _("A matter was sealed into the integrity lane"),
    "lane.taken_over": _("Matter %(number)s of the integrity lane taken over"),
    "lane.accepted": _("Acceptance of matter %(number)s told"),
    "lane.passed_up": _("Matter %(number)s passed to the superior office"),
    "lane.closed": _("Matter %(number)s of the integrity lane closed"),
    "lane.told": _("Result of matter %(number)s told"),
    "lane.handed_back": _("Matter %(number)s handed back to the desk"),
    "lane.noted": _("Note in matter %(number)s of the integrity lane"),
    "lane.written_to": _("Message to the reporter of matter %(number)s"),
    "lane.message_received": _("Message from a reporter of the integrity lane"),
    "lane.recused": _("Somebody is kept from matter %(number)s"),
    "lane.pass_up_due": _("Matter %(number)s belongs to the superior office"),
    "lane.overdue": _("A time limit of the integrity lane passed: %(number)s"),
    "lane.attempted": _("Somebody asked for a matter that is kept from them"),
    "case.recused": _("%(name)s has no part in this case"),
    "story.lowering_proposed": _("Lower level proposed: %(to)s"),
    "story.lowering_confirmed": _("Lower level confirmed: %(to)s"),
    "story.lowering_declined": _("Lower level declined: %(to)s"),
    "vault.opened": _("Sealed identity opened"),
    "vault.opening_failed": _("Sealed identity could not be opened"),
    "vault.original_taken": _("Original of a file taken out of the vault"),
    "matter.held": _("Matter kept beyond its time"),
    "matter.released": _("Matter no longer kept beyond its time"),
    "matter.let_go": _("Messages, files and contact data let go after their time of keeping"),
    "custodian.key_set": _("Contact officer's key set"),
    "limits.picked": _("Time limits of preset %(preset)s taken for new cases"),
    "limits.dropped": _("A time limit no longer holds for new cases"),
    "preset.saved": _("Preset of time limits saved: %(preset)s"),
    "calendar.confirmed": _("Calendar of %(year)s confirmed"),
    "post.filled": _("Post %(name)s: %(holder)s %(acting)s"),
    "post.ended": _("Post ended: %(name)s"),
    "leave.entered": _("Away: %(name)s, in their place %(substitute)s"),
    "leave.ended": _("Back: %(name)s"),
    "shift.entered": _("On duty: %(name)s, %(since_local)s to %(until_local)s"),
    "shift.cancelled": _("Shift cancelled: %(name)s"),
    "ladder.changed": _("Ladder of %(purpose)s: %(ladder)s"),
    "channel.added": _("Channel added: %(name)s"),
    "channel.switched_on": _("Channel switched on: %(name)s"),
    "channel.switched_off": _("Channel switched off: %(name)s"),
    "person.reach_changed": _("Own channels changed: %(name)s"),
    "person.quiet_hours_changed": _("Quiet hours changed: %(name)s"),
    "calendar.changed": _("Calendar changed, version %(version)s"),
    "office.created": _("Office created"),
    "person.added": _("Person added: %(name)s"),
    **words_of_reports.EVENTS,
}


def refusal_text(code: Refusal | str) -> str:
    """What a person reads when a rule said no."""
    return str(REFUSALS[Refusal(code)])


def event_text(kind: str, body: Mapping[str, object]) -> str:
    """One sentence in the past for the spine, the ledger of events and notices.

    Values that an older event does not carry stay empty; a kind without wording (of a plug-in or
    a later version) is shown as it is recorded. Time limits are put into words.
    """
    wording = EVENTS.get(kind)
    if wording is None:
        return kind
    told = defaultdict(str, body)
    for name, words in (("rule", rule_text), ("length", extension_text)):
        if told.get(name):
            told[name] = words(str(told[name]))
    return (str(wording) % told).strip()
