"""The keyword floor: rules that guess a sentence's intent from its words, while there is no router. Pure.

Every rule is a pattern and how much it speaks for an intent. The weights of all that match are summed, and the sums
turned into shares; the words that decided are named.
"""

# ruff: noqa: E501, ISC004 - rows of patterns, which wrapping would not make clearer

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from edge.language.text import normalise
from edge.messages import Intent, Need
from edge.understand.grasp import Grasped

SHARPNESS = 1.7  # how fast a lead in weight becomes confidence; fitted once on labelled sentences
_L, _R, _S, _A, _M = Intent.LOOK, Intent.READ, Intent.SCAN, Intent.ACT, Intent.RECALL
_K, _T, _P, _H, _N = Intent.KNOW, Intent.THINK, Intent.SHOP, Intent.HEALTH, Intent.NONE

_THIS = r"(?:this|these|that|those|it|here)"
_PACKAGED = (
    r"(?:can|box|bottle|packet|package|bag|jar|carton|tin|tube|pack|product|container|envelope|soup|spice|tea|coffee|drink|soda|beer|wine|cereal|juice|frozen (?:meal|dinner)|"
    r"meal|dinner|seasoning|sauce|dvd|cd|book|movie|film|card|bill|gift ?card|mail)"
)
RULES: tuple[tuple[Intent, float, str], ...] = (
    # look: what boxes, colours and eyes tell
    (_L, 1.6, rf"\bwhat(?:'s| is| are| was)? {_THIS}\b(?! (?:say|says|mean|called|song|worth|cost))"),
    (_L, 2.2, r"\b(?:what|which) colou?rs?\b|\bcolou?r (?:of|is|are|does)\b|\bwhat'?s? (?:is )?the colou?r\b"),
    (_L, 1.4, r"\b(?:is|are) there (?:a|an|any|some)\b|\bhow many\b.*\b(?:there|see|in (?:this|the) (?:picture|photo|image))\b"),
    (_L, 2.0, r"\b(?:do|can|did) you (?:see|spot|make out)\b|\bin front of (?:me|us)\b|\bin (?:this|the) (?:picture|photo|image|scene|room)\b"),
    (_L, 1.2, r"^(?:is|are) (?:this|these|that|those|it|he|she|they|the \w+)\b"),
    (_L, 1.2, r"\b(?:left|right|top|bottom) (?:of|side)\b|\bon (?:top|the (?:left|right|side|table|wall|floor))\b|\bnext to\b|\bbehind\b"),
    (_L, 1.6, r"\b(?:wearing|holding|standing|sitting|lying|hanging|carrying|made of|shirt|pants|dress|shoes?|sweater|sock|outfit|match(?:es)?)\b"),
    (_L, 1.2, r"^(?:what|which) (?:kind|type|sort) of (?:animal|vehicle|furniture|food|device|fruit|vegetable|flower|bird|dog|place|appliance|clothing)\b"),
    (_L, 1.0, r"^who(?:'s| is| are) (?:the |this |that |in |wearing|standing|holding|sitting)|^where (?:is|are) the\b|\bthe (?:man|woman|boy|girl|person|people|dog|cat)\b"),
    (_L, 1.0, r"^(?:does|do) the\b|\blook(?:s|ing)? (?:like|at)\b|\bdescribe\b|\bidentify\b"),
    (_L, 1.0, r"^what(?:'s| is| are)? (?:the|kind|type|color|object|thing)\b.*\b(?:this|these|that|above|below|near|in|on|to the (?:left|right) of)\b"),
    # read, text in view
    (_R, 1.7, r"\b(?:kind|type|sort) of [\w ]+ (?:is|are) (?:this|that|these|it|in (?:this|the|here))\b|\bwhat (?:\w+ )?(?:is|are) (?:on|in) (?:this|the|that)\b"),
    (_R, 1.6, r"\b(?:shown|displayed|visible|seen|advertis\w*|stamped|listed)\b|\bwhat (?:is the name|company|team|number|year|state|country|time|temperature|website) (?:is|are|of (?:this|the|that)|on)\b"),
    (_R, 2.8, r"\b(?:say|says|said|written|printed|spell(?:ed)?|reads?)\b(?!.*\b(?:in|to) (?:spanish|french|german|italian|japanese|english)\b)"),
    (_R, 2.2, r"\b(?:brands?|flavou?rs?|labels?|signs?|titles?|logos?|headline|author|expir\w*|best before|use by|denomination|serial number|model number)\b"),
    (_R, 1.8, r"\b(?:word|words|letters?|text|digits?|numbers? (?:is|are|on|does)|what numbers?)\b"),
    (_R, 1.8, r"\b(?:screen|display|dial|page|menu|receipt|monitor|thermostat|jersey|license plate|watch|poster|cover|instructions|computer screen|meter)\b"),
    (_R, 1.3, rf"\b(?:kind|type|name|sort) of (?:this |these |that |the )?{_PACKAGED}\b|\bwhat(?:'s| is) in (?:this|the|that) {_PACKAGED}\b"),
    (_R, 1.3, rf"\b(?:this|that|the|these) (?:\w+ )?{_PACKAGED}\b|\bname of (?:this|the|that)\b|\b(?:bill|currency|dollar bill)\b"),
    (_R, 0.9, r"\b(?:company|website|year (?:is|was)|player|team|price tag|time (?:is )?(?:on|does)|percentage|alcohol|who (?:made|wrote|makes|is the author))\b"),
    # scan
    (_S, 4.5, r"\b(?:qr|bar ?codes?|qr ?codes?|data ?matrix)\b"),
    (_S, 3.0, r"\bscan\b"),
    # act
    (_A, 3.2, r"\b(?:timers?|alarms?|remind(?:er|ers)?|playlists?|volume|shopping list|to-?do list|grocery list|wake me)\b"),
    (_A, 2.8, r"^(?:please |can you |could you |would you |i want to |i'd like to |i need (?:you )?to |let's |i want you to )*(?:play|set|turn|call|dial|send|text|add|create|book|schedule|"
              r"cancel|remove|delete|open|start|stop|skip|pause|resume|mute|unmute|put|make a (?:call|reservation|list)|switch|change|increase|decrease|raise|lower|dim|order|reserve|rate|give|"
              r"email|tweet|post|reply|save|record|reset|sync|transfer|pay|purchase|buy me|roll|flip|repeat|say that|whisper|speak|talk|navigate|share|shuffle|clear|erase|update|find my phone)\b"),
    (_A, 2.4, r"\b(?:lights?|lamp|vacuum|coffee maker|smart plug|wemo|socket|hoover|brightness)\b.*\b(?:on|off|up|down|colou?r|room|please|dim|red|blue|green)\b|\b(?:on|off|dim) the (?:lights?|lamp)\b"),
    (_A, 2.4, r"\b(?:playlist|songs?|album|spotify|podcasts?|audiobook|radio|music|track)\b"),
    (_A, 3.6, r"\b(?:take|snap|shoot|grab|capture|make) (?:a |me a |another |us a |some |the |this )?(?:quick )?(?:photos?|pictures?|selfies?|videos?|snapshots?|pics?|clip)\b|\b(?:record|film|start recording)\b(?! of)"),
    (_A, 1.8, r"\b(?:reservations?|appointments?|meetings?|calendar|events?|invite|my list|todo|uber|taxi|tickets?|flights?|hotel|restaurant for|out of 6|stars)\b"),
    (_A, 1.6, r"\b(?:louder|quieter|softer|slower|faster|speak|your (?:name|voice|accent|language|speed)|call (?:me|you)|change (?:your|my)|my name|phone call|do not disturb|whisper mode)\b"),
    (_A, 1.2, r"\b(?:from now on|for (?:tomorrow|tonight|today)|at \d{1,2}(?::\d\d)?(?: ?[ap]m)?\b|please (?:do|go|stop|start))"),
    (_A, 1.6, r"\b(?:coin|dice|die)\b|\bnext song\b|\bcheck (?:in|off)\b|\breport (?:fraud|my|a)\b|\bfreeze my\b|\bdirections to\b"),
    # recall: what was seen before
    (_M, 4.2, r"\bwhere (?:did|have|had) (?:i|we) (?:\w+ )?(?:leave|left|put|park|parked|set|see|saw|place|placed|last|drop)\b|\bwhere i (?:left|put|parked|last)\b"),
    (_M, 4.0, r"\b(?:remember|memori[sz]e) (?:this|that|where|what|the|these|it|my)\b|\bdon't (?:let me )?forget (?:this|where)\b|\bkeep (?:this|that) in mind\b"),
    (_M, 3.8, r"\b(?:have|did) (?:i|you|we) (?:ever )?(?:see|seen|meet|met|look|looked|pass|walk(?:ed)?|read)\b|\b(?:last|earlier) (?:time )?(?:saw|seen|had|i (?:saw|had))\b|\bi (?:saw|was looking at)\b.*\b(?:earlier|yesterday|before|today|this morning|ago)\b"),
    (_M, 3.0, r"\bwhere(?:'s| is| are| was| were) my (?:\w+ )?(?:phone|keys?|wallet|glasses|car|bag|purse|remote|bike|umbrella|jacket|coat|headphones|passport)\b|\bwhere the last place\b|\blast place\b"),
    (_M, 2.4, r"\bwhat (?:was|were|did) (?:the|that|i|we)\b.*\b(?:earlier|yesterday|before|this morning|last (?:time|week|night)|ago|just)\b"),
    # know, facts
    (_K, 2.4, r"\b(?:weather|rain|snow|temperature|forecast|umbrella today|humid\w*|sunny|cold|hot (?:today|outside)|degrees|storm|traffic|news|score|stock|exchange rate|time zone|timezone|population|capital|definition|define|synonym|meaning of|spell)\b"),
    (_K, 2.0, r"\b(?:my|the) (?:\w+ )?(?:balance|account|bank|bill|credit (?:card|limit|score)|apr|interest rate|pin|transactions?|transfers?|card|vacation|pto|insurance|w2|taxes|income|paycheck|payday|rewards|application|rollover|gas|mpg|tire|schedule|calendar|emails?|order|package|flight|luggage|mileage|oil|direct deposit|routing number)\b"),
    (_K, 1.7, r"^(?:who (?:is|was|are|invented|wrote|made|won|plays|played|sang)|who's|when (?:is|was|does|did|do|will|are)|what (?:year|day|date|time|country|language|is the (?:capital|population|distance|time|date|weather|name of)))\b"),
    (_K, 0.7, r"^(?:what|what's|what is|what are|how (?:much|many|long|far|old|tall|big|high|fast|often)|do you|are you|does|did|can i|is it|will|am i|where (?:is|are|can|do)|how's|tell me|which)\b"),
    (_K, 1.7, r"\b(?:you|your|yourself)\b.*\b(?:bot|ai|robot|human|real|name|born|made|old|from|live|hobb\w*|pets?|boss|work|age)\b|\b(?:joke|fun fact|trivia)\b|^(?:hi|hello|hey|thanks|thank you|good (?:morning|night|evening)|bye|goodbye|how are you)\b"),
    (_K, 1.8, r"\b(?:movie|film|theat(?:er|re)s?|cinema|showtimes?|schedule|restaurants?|near(?:by| me)|reviews?|directions|route|distance|airport|visa|passport|flights?|carry ?on|bus|train|airlines?|holidays?|exchange|convert|conversion|translate|how do (?:you|i) say|in (?:spanish|french|german|italian))\b"),
    (_K, 1.8, r"\b(?:plus|minus|times \d|divided by|square root|percent of|\d+ ?% of|calculate|equals|sum of|multiply)\b"),
    (_K, 1.2, r"\b(?:substitute|swap|instead of|ingredients (?:for|in)|cook(?:ing)? time|how long (?:do|does|should|to|will)|find (?:me )?(?:the|a|an)|search|look up|show me|who)\b"),
    # think
    (_T, 2.6, r"^(?:um |so |ok |please |hey )*(?:why|how (?:do|does|can|could|should|would|to|come|did|might)|explain|should i|help me (?:write|plan|decide|choose|with|understand|figure)|what should|what would happen|what (?:might|could|may|can be))\b"),
    (_T, 3.0, r"\b(?:recipes?|(?:manual|tips|instructions) (?:for|on|to)|credit score|steps|how to|instructions (?:for|on|to)|plan (?:a|my|the|out)|compare|difference between|pros and cons|write (?:a|an|me|some)|essay|poem|summari[sz]e|advice|advise|strategy|itinerary|brainstorm|solve|prove|suggestions?|ideas? for|tips (?:for|on))\b"),
    (_T, 2.0, r"\b(?:improve|effects? of|what happens if|best way|what (?:do|can|should) i do|reasons?|infer\w*|likely|purpose|opinion|meaning of life|think (?:about|hard|of)|prepare|jump[- ]?start|change (?:my|the) (?:own )?(?:oil|tire)|could be)\b"),
    (_T, 1.2, r"\b(?:make|cook|bake|fix|repair|build|decide|better|credit score|if (?:i|a|the|you)\b.*\bhow (?:many|much|long))\b"),
    # shop
    (_P, 3.4, r"\b(?:where (?:can|do|could|to) (?:i |you |we )?(?:buy|get|find|purchase|order)|buy|cheap(?:er|est)?|for sale|on sale|in stock|discounts?|coupons?|deals?|store sells?)\b(?!.*\b(?:ticket|flight|vaccin)\w*)"),
    (_P, 3.4, r"\bhow much (?:is|are|does|do|would|for|will)\b.*\b(?:cost|worth|sell|this|that|these|those|price)\b|\bwhat(?:'s| is)? (?:does |do )?(?:the )?(?:price|cost)\b|\bprices? (?:of|for|on)\b|\bworth\b|\bretail\b"),
    (_P, 2.4, r"\b(?:best|better|cheapest|similar|alternative) (?:\w+ )?(?:product|brand|phone|laptop|headphones|tv|camera|price|vpn|model|ones?|buy)\b|\b(?:amazon|ebay|walmart|shopping for)\b"),
    # health
    (_H, 3.8, r"\b(?:calori\w*|nutrition\w*|nutrients?|vitamins?|medicines?|medications?|pills?|tablets?|dos(?:e|es|age)|allerg\w*|vaccin\w*|shots?|sodium|protein|carbs?|carbohydrates?|gluten|sugar (?:content|in)|supplements?|pregnan\w*|prescription|side effects?|symptoms?)\b"),
    (_H, 3.4, r"\b(?:healthy|unhealthy|headache|fever|rash|cough|sore throat|stomach ?ache|nausea|dizzy|pain|hurts?|doctor|blood (?:pressure|sugar)|diabet\w*|ibuprofen|tylenol|aspirin|advil|benadryl|insulin|antibiotics?|safe to (?:eat|drink|take)|gone bad|still good|expired milk|immuniz\w*)\b"),
    # none: not for us
    (_N, 3.2, r"^(?:(?:yes|yeah|yep|yeap|no|nope|nah|maybe|ok|okay|sure|right|exactly|correct|true|false|fine|great|cool|whatever|never mind|nothing|hmm+|um+|uh+|oh|well|positive|affirmative|negative|absolutely|definitely)\b ?)+"
              r"(?:that(?:'s| is| was)? .*|it (?:is|was|does|seems).*|you .*|i (?:do|don't|think|am|would|can|did).*|is it|thanks?)?$"),
    (_N, 2.8, r"\b(?:i (?:really )?(?:don't|do not|wouldn't|couldn't) (?:really )?(?:know|mind|care|think so)|doesn't matter|don't matter|either (?:one|way)|any ?one (?:will|is)|anything (?:is|would|will)|up to you|i'm not sure|i have no (?:idea|knowledge|clue)|no idea|it depends|unimportant)\b"),
    (_N, 2.6, r"^(?:that(?:'s| is| was| would be| could| appears| seems)|it(?:'s| is| was| seems| depends| might| sounds)|you(?:'ve| have|'re| are| got)|i (?:can|must|would|was|said|told|think|guess|just|am|have to)\b(?! (?:like|need|want|you)\b))"),
    (_N, 1.6, r"^(?:yes|yeah|yep|yeap|no|nope|ok|okay|maybe|perhaps|oh|right|well|um|uh) (?!what|how|who|where|can|could|is|are|do|does|please|i (?:need|want|would))\w+"),
    (_N, 0.8, r"^(?!(?:\w+ ){0,3}(?:what|what's|who|who's|when|where|where's|which|why|how|is|are|was|were|do|does|did|can|could|would|will|should|am|has|have|"
              r"please|tell|show|give|find|need|want|like|know|describe|read|look|list|search|whats|any|help|me|hi|hello|thanks|thank)\b)"),
    (_N, 2.0, r"^(?:test(?:ing)?\b.*|\w+|\w+ \w+|hello this is .*|thank you for .*)$"),
    (_N, 1.8, r"\b(?:the answer (?:to that )?is|wrong|incorrect|inaccurate|confirm|just wanted to|appreciate|said to him|she said|he said|you know|come on|oh my god|see you|your mother|dinner's ready|breaking news|ladies and gentlemen|stay tuned|next stop)\b"),
)  # fmt: skip

# A sentence that is carried out with a look: words that point at what is in view, and what text in view is about.
_POINTING = re.compile(
    r"\b(?:this|these|in front of (?:me|us)|am i looking at|i'm (?:looking at|holding)|i am (?:looking at|holding)|in my hands?|in the (?:picture|photo|image|scene)|here)\b"
)
_FOR_TEXT = re.compile(
    r"\b(?:labels?|ingredients?|menu|signs?|prices?|says?|written|instructions|calori\w*|sodium|nutrition\w*|dos(?:e|age)|medicat\w*|medicines?|pills?|page|recipe|receipt|bottle|box)\b"
)
_NOT_POINTING = re.compile(
    r"\bthis (?:week|weekend|month|year|morning|afternoon|evening|summer|winter|spring|fall|time|song|weeks|monday|tuesday|wednesday|thursday|friday|saturday|sunday|place|city|area|transaction|account|card's|is)\b"
    r"|\b(?:from|near|around|to|get|live|work|out of|drive|fly|distance) here\b|\bhere to\b"
)
_PHOTO = re.compile(r"\b(?:photos?|pictures?|selfies?|videos?|snapshots?|pics?|film|record(?:ing)?)\b")
_KEEP = re.compile(
    r"^(?:please )?(?:remember|memori[sz]e|save|don't forget|note|keep) (?:this|that|where|what|the|these|it)\b"
)


@dataclass(frozen=True, slots=True)
class Guess:
    """The intents' shares (they sum to 1), what has to be looked for, and the words that decided."""

    scores: Mapping[Intent, float]
    needs: frozenset[Need]
    why: str

    @property
    def intent(self) -> Intent:
        return max(self.scores, key=lambda intent: self.scores[intent])


def guess(text: str) -> Guess:
    """The guess for a sentence, from the rules that match it."""
    said = normalise(text)
    weights = dict.fromkeys(Intent, 0.0)
    words: dict[Intent, list[str]] = {intent: [] for intent in Intent}
    weights[Intent.KNOW] += 0.3  # a question that nothing speaks for wants to know something
    for intent, weight, pattern in _rules():
        if match := pattern.search(said):
            weights[intent] += weight
            words[intent].append(match[0].strip())
    if not said:
        weights[Intent.NONE] += 5.0
    scores = shares(weights)
    best = max(scores, key=lambda intent: scores[intent])
    if not said:
        return Guess(scores, frozenset(), "nothing was said")
    heard = ", ".join(f"'{word[:40]}'" for word in words[best]) or "nothing else"
    return Guess(scores, needs_of(best, said), f"{heard} sounds like '{best}'")


def shares(weights: Mapping[Intent, float]) -> dict[Intent, float]:
    """The weights as shares that sum to 1."""
    top = max(weights.values())
    powers = {intent: math.exp(SHARPNESS * (weight - top)) for intent, weight in weights.items()}
    whole = sum(powers.values())
    return {intent: power / whole for intent, power in powers.items()}


def needs_of(intent: Intent, text: str) -> frozenset[Need]:
    """What has to be looked for before a question of this intent can be answered."""
    said = normalise(text)
    match intent:
        case Intent.LOOK:
            return frozenset({Need.THINGS})
        case Intent.READ:
            return frozenset({Need.TEXTS})
        case Intent.SCAN:
            return frozenset({Need.CODES})
        case Intent.ACT:
            return frozenset({Need.PICTURE}) if _PHOTO.search(said) and _takes_photo(said) else frozenset()
        case Intent.RECALL:
            return frozenset({Need.PICTURE}) if _KEEP.search(said) else frozenset()
        case Intent.THINK | Intent.SHOP | Intent.HEALTH:
            return _pointed_at(said)
    return frozenset()


def _takes_photo(said: str) -> bool:
    return bool(re.search(r"\b(?:take|snap|shoot|grab|capture|record|film|make)\b", said))


def _pointed_at(said: str) -> frozenset[Need]:
    if not _POINTING.search(_NOT_POINTING.sub(" ", said)):
        return frozenset()
    text = {Need.TEXTS} if _FOR_TEXT.search(said) else set()
    return frozenset({Need.PICTURE, Need.THINGS} | text)


@cache
def _rules() -> tuple[tuple[Intent, float, re.Pattern[str]], ...]:
    return tuple((intent, weight, re.compile(pattern)) for intent, weight, pattern in RULES)


def by_keywords(text: str, before: str) -> Grasped:  # noqa: ARG001
    """What the floor finds in a sentence: its intent, and nothing finer."""
    found = guess(text)
    return Grasped(found.scores, {}, 1.0 if found.needs else 0.0, why=found.why)
