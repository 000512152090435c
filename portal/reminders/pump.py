"""The pump: everything that is due about reminders, in one bounded run. It may be run at any time, by anybody, twice.

    materialise   sessions as rows, two days ahead
    plan          deliveries for what is due in a few minutes
    sweep, expire rows whose sender died; rows whose time is over
    send          claim one row, send it outside any transaction, write down what became of it
    seal          the record of who looked, into its chain

The database decides; Celery, `manage.py reminders` and a person at a keyboard only wake this up.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from accounts.record.sealing import seal_all
from portal.reminders import heartbeat, ledger
from portal.reminders.access_news import plan_access_news
from portal.reminders.blocks import block
from portal.reminders.heartbeat import Budget, Clock
from portal.reminders.ledger import Claim
from portal.reminders.mailer import Mailer, NotNow, RefusedForGood, ServerRefusesUs
from portal.reminders.mails import write_mail
from portal.reminders.materialise import materialise
from portal.reminders.models import BlockCause, PumpHeartbeat, Reason, ReminderDelivery
from portal.reminders.plan import plan_sessions, planning_window
from portal.reminders.recheck import Facts, hindrance, is_held, put_off_until, read_facts, still_wanted

logger = logging.getLogger(__name__)

# The rest of the run is kept for sending.
SHARE_FOR_PLANNING = 0.5


@dataclass
class PumpReport:
    """What one run did; for the log, the command and the tests."""

    made: int = 0
    planned: int = 0
    swept: int = 0
    expired: int = 0
    suppressed: int = 0
    sent: int = 0
    retried: int = 0
    failed: int = 0
    sealed: int = 0
    is_broken: bool = False

    def __str__(self) -> str:
        return ", ".join(f"{name} {value}" for name, value in vars(self).items() if value) or "nothing to do"


def never() -> bool:
    return False


def pump_once(
    now: datetime | None = None, budget_seconds: float = 20, *, is_stopping: Callable[[], bool] = never
) -> PumpReport:
    """`now` is for tests; without it the database's clock counts. Ends soon after `is_stopping` says so."""
    row, clock = heartbeat.begin_tick(now)
    allowed = heartbeat.mails_allowed(row, clock.now(), settings.MAIL_MAX_PER_MINUTE)
    budget = Budget(budget_seconds, allowed, is_stopping)
    report = PumpReport()
    is_well = _prepare(row, clock, budget, report)
    report.swept = ledger.sweep(clock)
    report.expired = ledger.expire(clock)
    report.is_broken = heartbeat.is_broken(row, clock.now())
    if not report.is_broken:
        with Mailer() as mailer:
            Sender(row, clock, budget, mailer, report).run()
    if is_well and not report.is_broken:
        heartbeat.end_tick(row, clock)
    report.sealed = _seal_record(clock, budget)
    return report


def _seal_record(clock: Clock, budget: Budget) -> int:
    """Last, and in what time is left: whatever fails here, reminders go out."""
    try:
        return seal_all(clock.now(), has_time=budget.has_time)
    except Exception:
        logger.exception("The record of who looked could not be sealed.")
        return 0


def _prepare(row: PumpHeartbeat, clock: Clock, budget: Budget, report: PumpReport) -> bool:
    """What is planned already is sent although this fails."""
    try:
        window = planning_window(row.planned_until_at, clock.now())
        # First: an admin hears of an emergency access within a minute, whatever else there is to do.
        report.planned = plan_access_news(row.planned_until_at, window[1], clock.now())
        report.made = materialise(clock.now(), lambda: budget.has_time(SHARE_FOR_PLANNING))
        planned, is_all = plan_sessions(window, lambda: budget.has_time(SHARE_FOR_PLANNING))
        report.planned += planned
        if is_all:
            heartbeat.planned_until(row, window[1])
    except Exception:
        logger.exception("Sessions or reminders could not be planned.")
        return False
    return True


@dataclass
class Sender:
    row: PumpHeartbeat
    clock: Clock
    budget: Budget
    mailer: Mailer
    report: PumpReport

    def run(self) -> None:
        passed_over: set[int] = set()
        while self.budget.may_send():
            batch = ledger.candidates(self.clock, passed_over)
            if not batch:
                return
            facts = read_facts(batch, self.clock.now())
            # Whatever still waits after its turn is not looked at again in this run.
            passed_over |= {one.pk for one in batch}
            try:
                self._send_batch(self._wanted_of(batch, facts), facts)
            except ServerRefusesUs as refusal:
                until = heartbeat.trip(self.row, self.clock, str(refusal))
                logger.error("The mail server refuses us (%s). No mail is sent until %s.", refusal, until)
                self.report.is_broken = True
                return

    def _wanted_of(self, batch: list[ReminderDelivery], facts: Facts) -> list[ReminderDelivery]:
        hindered: list[tuple[int, Reason]] = []
        wanted = []
        for delivery in batch:
            try:
                reason, until = hindrance(delivery, facts), put_off_until(delivery, facts.now)
            except Exception:
                self._stumble(delivery)
                continue
            if reason:
                hindered.append((delivery.pk, reason))
            elif until:
                ledger.put_off(delivery.pk, until)
            elif not is_held(delivery):
                wanted.append(delivery)
        self.report.suppressed += ledger.suppress(hindered)
        return wanted

    def _send_batch(self, wanted: list[ReminderDelivery], facts: Facts) -> None:
        for delivery in wanted:
            if not self.budget.may_send():
                return
            # Before anything is claimed: a server that is away costs no row an attempt.
            self.mailer.open()
            claim = ledger.claim(delivery, still_wanted(delivery, facts), self.clock)
            if claim is not None:
                self._send(claim, facts)

    def _send(self, claim: Claim, facts: Facts) -> None:
        """Outside any transaction: while the mail server thinks, nobody waits for the database."""
        try:
            self.mailer.send(write_mail(claim.delivery, facts.preference(claim.delivery)))
        except ServerRefusesUs:
            ledger.put_back(claim, self.clock)
            raise
        except NotNow as answer:
            ledger.try_later(claim, self.clock, answer.code)
            self.report.retried += 1
        except RefusedForGood as answer:
            self._refused(claim, answer)
        except Exception:
            self._own_error(claim)
        else:
            self._sent(claim)

    def _sent(self, claim: Claim) -> None:
        self.budget.mails -= 1
        self.report.sent += 1
        heartbeat.heal(self.row)
        if not ledger.mark_sent(claim, self.clock):
            logger.warning("Delivery %s was sent after its lease had ended; a copy may follow.", claim.delivery.pk)

    def _refused(self, claim: Claim, answer: RefusedForGood) -> None:
        ledger.mark_refused(claim, self.clock, answer.code)
        self.report.failed += 1
        if answer.is_unknown_address:
            block(claim.delivery.recipient.email, BlockCause.HARD_BOUNCE, at=self.clock.now())

    def _stumble(self, delivery: ReminderDelivery) -> None:
        """A row that cannot even be judged: it waits and fails like one that cannot be written."""
        claim = ledger.claim(delivery, ledger.ANYWAY, self.clock)
        if claim is not None:
            self._own_error(claim)

    def _own_error(self, claim: Claim) -> None:
        logger.exception("Delivery %s could not be written.", claim.delivery.pk)
        ledger.mark_own_error(claim, self.clock)
        self.report.failed += 1
