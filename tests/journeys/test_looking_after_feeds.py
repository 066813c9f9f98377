"""Looking after partners' files, and putting details right."""

from tests.journeys.partners import KEEPER
from tests.journeys.reader import Reader

WORKER = "delroy.finch@demo.onestory.example"


def test_what_a_partner_sent_is_looked_at_agreed_and_answered(reader: Reader) -> None:
    reader.signs_in(KEEPER)
    reader.leaves_nothing_in_the_way("today-of-a-keeper")
    reader.presses("Feeds")
    reader.sees("Waits for your answer")
    reader.leaves_nothing_in_the_way("feeds")
    reader.presses("Health visiting caseload")
    reader.sees("How good each column is")
    reader.leaves_nothing_in_the_way("feed")
    reader.presses("Say whether it is right")
    reader.sees("57% fewer")
    reader.leaves_nothing_in_the_way("answer-delivery")
    reader.presses("Save")
    reader.sees("There is a problem")
    reader.leaves_nothing_in_the_way("answer-delivery-wrong")


def test_rows_set_aside_are_seen_and_dealt_with_in_words(reader: Reader) -> None:
    reader.signs_in(KEEPER)
    reader.opens("/feeds/health_visiting")
    reader.presses("Look at them")
    reader.sees("reference HV9")
    reader.leaves_nothing_in_the_way("feed-rows")
    reader.presses("They are dealt with")
    reader.sees("There is a problem")
    reader.leaves_nothing_in_the_way("feed-rows-wrong")


def test_what_columns_mean_is_read_before_it_is_agreed(reader: Reader) -> None:
    reader.signs_in(KEEPER)
    reader.opens("/feeds/housing")
    reader.sees("Nobody has agreed it with the partner yet")
    reader.leaves_nothing_in_the_way("feed-unsent")
    reader.presses("Agree")
    reader.sees("Nobody gets a record because of it")
    reader.leaves_nothing_in_the_way("agree-feed")


def test_how_good_the_record_is_from_night_to_night(reader: Reader) -> None:
    reader.signs_in(KEEPER)
    reader.opens("/feeds")
    reader.presses("How good the record is")
    reader.sees("Where it came from")
    reader.leaves_nothing_in_the_way("quality")


def test_a_worker_finds_what_is_missing_and_leaves_one_for_now(reader: Reader) -> None:
    reader.signs_in(WORKER)
    reader.presses("Details to put right")
    reader.sees("You lead their circle")
    reader.leaves_nothing_in_the_way("details")
    reader.presses("Leave it for now")
    reader.leaves_nothing_in_the_way("set-detail-aside")
