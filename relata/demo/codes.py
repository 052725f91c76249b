"""From the keys of the prose banks to the names of the starter codebooks.

The banks group sentences under short keys; what they are coded as, and what the
people's roles and ways are called, is decided here and nowhere else.
"""

from __future__ import annotations

MOTIVES = {
    "disappointment": "not-what-was-imagined",
    "corruption": "corrupt-leaders",
    "conduct": "un-islamic-conduct",
    "unequal": "unequal-treatment",
    "believers": "fighting-fellow-sunnis",
    "abuse": "abuse-of-sunnis",
    "brutality": "brutality",
    "strategy": "failing-strategy",
    "raids": "fear-of-air-raids",
    "violence": "unable-to-cope-with-violence",
    "boredom": "boredom",
    "hardship": "hardship",
    "clandestine": "life-in-hiding",
    "burnout": "burnout",
    "faith": "loss-of-faith-in-the-ideology",
    "kin": "called-home-by-family",
    "children": "marriage-and-children",
    "moderates": "contact-with-moderates",
    "work": "work-or-education",
    "amnesty": "amnesty",
}
"""Reasons for leaving."""

JOINING = {
    "help": "humanitarian-help",
    "adventure": "adventure",
    "friends": "following-kin-or-friends",
    "calling": "religious-duty",
    "anger": "anger-at-those-in-power",
    "marriage": "marriage-as-a-reason-to-join",
    "money": "money-and-goods",
    "deceived": "deceived",
}
"""Reasons for joining."""

ROLES = {
    "fighter": "fighter",
    "guard": "guard-or-police",
    "cook": "craft-supply-or-transport",
    "medic": "medical-care",
    "driver": "craft-supply-or-transport",
    "clerk": "administration",
    "teacher": "teaching",
    "household": "household",
}
ROUTES = {
    "smuggler": "guided-by-smugglers",
    "checkpoint": "walked-away",
    "river": "walked-away",
    "convoy": "among-civilians",
    "surrender": "gave-themselves-up",
}
OBSTACLES = {
    "reprisal": "fear-of-reprisal",
    "prosecution": "fear-of-prosecution",
    "escape": "no-way-out",
}
VARIABLES = (
    "sex",
    "age-at-joining",
    "country-of-residence",
    "education",
    "group",
    "joined",
    "left",
    "role",
    "route-out",
    "obstacles",
    "legal-outcome",
    "account-given-to",
)
"""The variables of "a person's way" that the coders fill in."""

CONFUSED = {
    "not-what-was-imagined": ("hardship", "loss-of-faith-in-the-ideology", "boredom"),
    "corrupt-leaders": ("un-islamic-conduct", "unequal-treatment"),
    "un-islamic-conduct": ("corrupt-leaders", "loss-of-faith-in-the-ideology"),
    "unequal-treatment": ("corrupt-leaders", "not-what-was-imagined"),
    "fighting-fellow-sunnis": ("abuse-of-sunnis", "failing-strategy"),
    "abuse-of-sunnis": ("brutality", "fighting-fellow-sunnis"),
    "brutality": ("abuse-of-sunnis", "unable-to-cope-with-violence"),
    "failing-strategy": ("cannon-fodder", "not-what-was-imagined"),
    "fear-of-air-raids": ("unable-to-cope-with-violence",),
    "unable-to-cope-with-violence": ("burnout", "fear-of-air-raids"),
    "boredom": ("not-what-was-imagined", "hardship"),
    "hardship": ("not-what-was-imagined", "life-in-hiding"),
    "life-in-hiding": ("hardship", "threatened-from-within"),
    "burnout": ("unable-to-cope-with-violence", "hardship"),
    "loss-of-faith-in-the-ideology": ("not-what-was-imagined",),
    "called-home-by-family": ("marriage-and-children", "competing-loyalties"),
    "marriage-and-children": ("called-home-by-family",),
    "contact-with-moderates": ("competing-loyalties", "loss-of-faith-in-the-ideology"),
    "work-or-education": ("financial-incentives",),
    "amnesty": ("work-or-education",),
    "humanitarian-help": ("protecting-fellow-believers",),
    "adventure": ("meaning", "discrimination-and-no-prospects"),
    "following-kin-or-friends": ("belonging",),
    "religious-duty": ("building-the-state", "meaning"),
    "anger-at-those-in-power": ("protecting-fellow-believers", "revenge"),
    "marriage-as-a-reason-to-join": ("following-kin-or-friends",),
    "money-and-goods": ("discrimination-and-no-prospects",),
    "deceived": ("coercion",),
}
"""For which neighbours a code is mistaken, the likeliest first."""
