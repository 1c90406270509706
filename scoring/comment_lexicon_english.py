"""English words and turns of phrase that carry a tone by themselves: our own list, and an assumption.

Words stand in their base form (``comment_polarity`` takes endings off). The heavier lists count double.
"""

STRONG_POSITIVE = frozenset(
    """
    amazing awesome beautiful best brilliant champion delicious delight delighted delightful excellent
    exceptional extraordinary fab fabulous fantastic favorite favourite flawless gem glowing impeccable
    incredible love lovely magnificent marvelous marvellous outstanding perfect perfection phenomenal pleased
    remarkable sensational splendid spotless stellar stunning sublime super superb superior terrific thrilled
    top-notch unbeatable unmatched wonderful wow yummy
    """.split()
)
POSITIVE = frozenset(
    """
    decent helped helps liked likes accommodating accurate adorable affordable agile amuse appreciate
    approachable attentive authentic awed bargain benefit beneficial better bless bonus bravo bright calm
    capable captivating caring charming cheap cheerful classy clean clear clever comfort comfortable comfy
    compatible competent complete compliment comprehensive confidence confident congrat congratulation
    considerate consistent convenient cool cooperative cordial correct courteous cozy creative crisp cute
    dedicated dependable diligent durable eager easy easier easiest effective efficient effortless elegant
    energetic engaging enjoy enjoyable enthusiastic exceed excite exciting expert fair fast faultless flavorful
    flexible fluent fond fresh friendly fruitful fun funny generous genius gentle genuine glad good gorgeous
    gracious grateful great gratify handy happy hardworking harmonious healthy helpful hero hilarious hooked
    hospitable ideal immaculate impress impressed impressive improve improvement ingenious innovative
    insightful inspire instructive intelligent interesting intuitive inviting joy keen kind knowledgeable
    laudable legible like likable lively logical loyal lucid lucky luxurious masterful memorable mint modern
    neat nice nifty noteworthy organized organised patient peaceful personable pleasant please pleasing
    pleasure plus polished polite popular positive powerful praise precise pretty privilege proactive
    productive professional proficient prompt proper proud punctual pure quality quick quickly quiet ready
    reasonable recommend recommended refreshing reliable relief relax relaxing respectful responsible
    responsive rewarding rich robust roomy rock safe satisfactory satisfy satisfied save savior scrumptious
    seamless secure sharp shiny simple sincere skilled skillful sleek slick smart smile smooth soft solid
    soothe sophisticated spacious special speedy spectacular stable steady sturdy stylish succeed success
    successful suitable supportive supreme sweet swift tasty tender thank thankful thanks thorough thoughtful
    thrive tidy timely top transparent treat trust trustworthy understanding unique upbeat useful user-friendly
    valuable versatile vibrant vivid welcome welcoming well whopping wise win winner worked works worthwhile
    worthy yay yum
    """.split()
)
STRONG_NEGATIVE = frozenset(
    """
    abysmal absurd appalling atrocious awful crap crappy deceive deplorable despicable disaster disastrous
    disgrace disgraceful disgust disgusting dishonest dreadful filthy fraud garbage gross hate hideous
    horrendous horrible horrid horrific incompetent inedible inexcusable insult insulting junk laughable lousy
    ludicrous miserable nasty nightmare outrageous pathetic pitiful rubbish scam shameful shoddy sickening
    stink suck terrible trash ugh unacceptable unforgivable unusable useless vile woeful worst worthless
    """.split()
)
NEGATIVE = frozenset(
    """
    abandon abrupt abuse abusive ache aggressive aggravate alarm anger angry annoy annoyance annoying anxious
    apathetic argue arrogant ashamed attitude avoid awkward bad backlog banned barely beware bias bizarre blah
    bland blame bleak bloated blow boring bother bothersome break broke broken bug buggy bureaucratic burn bust
    cancel careless cease chaos chaotic cheat cheated clash clueless clumsy clunky cold collapse complain
    complaint complicate complicated concern confuse confused confusing congested contradict convoluted corrupt
    corrupted counterintuitive cracked cramped crap crash crawl creak creepy critical crooked crowded cruel cry
    cumbersome damage damn dead decline defect defective deficient degrade delay delayed deny depress
    depressing deteriorate die difficult difficulty dim dirty disagree disappear disappoint disappointed
    disappointing disappointment disconnect discontinue discourage disinterested dislike dismal dismissive
    disorganized disorganised displease disregard disrespect disrespected disrespectful disrupt dissatisfied
    dissatisfaction distort distracting distress disturb downgrade downhill downside downtime drag drawback
    dread dropped dull dumb embarrass embarrassing empty endless error escalate excuse exhaust expensive expire
    exploit fail failed failing failure fake fault faulty fear fee flaky flaw flawed flimsy flop forget forgot
    forgotten fragile frantic freeze frozen frustrate frustrated frustrating frustration fussy glitch glitchy
    gouge gripe grumpy guilty hang hard hardly harsh hassle headache helpless hesitant hidden hinder hopeless
    horror hostile hung hurt hurdle idiot ignorant ignore ignored illegible illogical imperfect impersonal
    impolite impossible impractical inability inaccessible inaccuracy inaccurate inadequate inappropriate
    inattentive incapable incomplete inconsiderate inconsistent inconvenience inconvenient incorrect
    indifferent ineffective inefficient inexperienced inferior inflexible infuriate insecure insufficient
    interrupt interruption intimidating intrusive invalid irrelevant irresponsible irritate irritating issue
    itch jam jammed jerk kill lack lackluster lacking lag laggy lame late latency laugh lazy leak lengthy liar
    lie limitation limited limit lonely long-winded loose lose losing loss lost loud lying mad malfunction
    manipulative mediocre meh mess messed messy mislead misleading misled miss missed missing mistake mistaken
    mistreat misunderstand muddle muddled nag needless neglect negligent nervous noise noisy nonsense nuisance
    obnoxious obscure obsolete obstacle offend offended offensive outage outdated overcharge overcomplicated
    overcooked overdue overhyped overload overlook overpriced overrated overwhelm overwhelming overwhelmed pain
    painful painfully panic peeling pile pity plague pointless poor poorly pricey problem problematic problems
    pushy puzzled questionable quit racist ransom rash reboot redundant refund refuse regret reject reluctant
    repetitive resent resign restrictive ridiculous rigid rip risk risky rough rude rudely ruin ruined rush
    rushed sad sadly salty scare scary scratch screwed sick skimpy slam sloppy slow slower slowly sluggish
    smell smelly sneaky soggy sore sorry spam spoil stale static steep sticky stiff stolen strange stress
    stressful stuck struggle stumble stupid stutter subpar substandard suffer sunk suspect suspicious swamped
    tasteless tedious tense threaten tired tiresome tiring torn tough toxic trap trouble troublesome ugly
    unable unanswered unattentive unauthorized unaware unbearable uncaring uncertain unclean unclear
    uncomfortable underwhelm underwhelming undercooked uneven unexpected unfair unfinished unfortunate
    unfortunately unfriendly unhappy unhelpful unimpressed uninspired uninstall unjustified unkind unnecessary
    unpleasant unpredictable unprofessional unqualified unreadable unrealistic unreasonable unreliable
    unresolved unresponsive unsafe unsatisfactory unsatisfied unsatisfying unsecure unstable unsure untrained
    untrustworthy unwelcome unwilling unwieldy upset vague violate vulnerable wait waited waiting wary waste
    wasted weak weird worn worried worry worse worsen wrong wonky yell yuck
    """.split()
)

# Longer turns first decide over the words in them; the number is the tone of the whole.
PHRASES: dict[str, float] = {
    # what people will do next
    "come back": 1.0, "go back": 0.7, "go again": 0.7, "be back": 1.2, "coming back": 1.0, "going back": 0.7,
    "never again": -2.0, "never return": -1.5, "never come back": -2.0, "never go back": -2.0, "never going back": -2.0,
    "won't be back": -2.0, "not be back": -2.0, "will not return": -1.5, "won't return": -1.5,
    "would not return": -1.5, "wouldn't return": -1.5, "stay away": -2.0, "steer clear": -2.0, "look elsewhere": -1.5,
    "go elsewhere": -1.5, "looking elsewhere": -1.5, "looking at alternatives": -1.5, "look at alternatives": -1.5,
    "look for another": -1.2, "looking for another": -1.2, "looking for a replacement": -1.5, "switch to": -0.8,
    "switching to": -0.8, "moved to another": -1.0, "move to another": -1.0, "will not renew": -2.0,
    "won't renew": -2.0, "not renewing": -2.0, "would not buy": -1.5, "wouldn't buy": -1.5, "buy again": 1.0,
    "order again": 1.0, "use again": 1.0, "do not buy": -2.0, "don't buy": -2.0, "would buy": 1.0,
    "check it out": 1.0, "must have": 1.0, "must try": 1.0, "without a second thought": 1.2, "think twice": -1.0,
    "second thoughts": -1.0, "give up": -1.0, "gave up": -1.2, "given up": -1.2, "giving up": -1.2,
    "back to excel": -1.2, "back to spreadsheets": -1.2, "back to paper": -1.2, "sent it back": -1.2,
    "send it back": -1.2, "returned it": -1.0, "returning it": -1.0, "sending it back": -1.2,
    # time and money
    "don't waste": -1.8, "dont waste": -1.8, "do not waste": -1.8, "not worth": -1.5,
    "waste of time": -2.0, "waste of money": -2.0, "waste your time": -2.0, "waste your money": -2.0,
    "worth it": 1.2, "worth every": 1.8, "worth the": 1.0, "well worth": 1.5, "good value": 1.2, "great value": 1.8,
    "great deal": 1.5, "good deal": 1.2, "money back": -1.0, "rip off": -2.0, "ripped off": -2.0, "rip-off": -2.0,
    "too expensive": -1.5, "too much": -0.8, "price hike": -1.2, "price increase": -0.8, "saves us": 1.2,
    "saved us": 1.2, "saves time": 1.2, "save time": 1.0, "saves me": 1.2, "saved me": 1.2, "saving us": 1.0,
    "in minutes": 0.6, "took forever": -1.5, "takes forever": -1.5, "long time": -0.5, "for months": -0.6,
    "for weeks": -0.6, "hours on hold": -1.5, "on hold": -0.8, "for ages": -0.8, "takes too long": -1.5,
    "took too long": -1.5, "too long": -1.0, "right away": 0.8, "same day": 0.8, "on time": 0.8, "in no time": 1.0,
    "within minutes": 0.8, "within the hour": 0.8, "within an hour": 0.8, "ahead of time": 0.4, "behind schedule": -1.0,
    # praise and blame in turns of phrase
    "thumbs up": 1.5, "thumbs down": -1.5, "two thumbs": 0.5, "hands down": 0.8, "second to none": 2.0,
    "top notch": 1.8, "first class": 1.5, "first rate": 1.5, "world class": 1.5, "state of the art": 1.0,
    "above and beyond": 1.8, "went above": 1.2, "goes above": 1.2, "blown away": 1.8, "to die for": 1.8,
    "can't beat": 1.8, "cannot beat": 1.8, "can't go wrong": 1.8, "cannot go wrong": 1.8, "hard to beat": 1.5,
    "could not be happier": 2.0, "couldn't be happier": 2.0, "couldn't ask for": 1.8, "could not ask for": 1.8,
    "could not be better": 2.0, "couldn't be better": 2.0, "can't complain": 1.0, "cannot complain": 1.0,
    "no complaints": 1.5, "no complaint": 1.2, "nothing to complain": 1.2, "can't say enough": 1.8,
    "cannot say enough": 1.8, "look forward": 0.8, "looking forward": 1.0, "can't wait": 1.2, "cannot wait": 0.8,
    "just works": 1.5, "works well": 1.2, "works great": 1.8, "works fine": 1.0, "works perfectly": 2.0,
    "work well": 0.8, "work great": 1.2, "worked well": 1.2, "worked great": 1.5, "up and running": 0.8,
    "as advertised": 0.8, "as described": 0.8, "as expected": 0.6, "as promised": 0.8, "than expected": 0.3,
    "better than": 1.0, "worse than": -1.5, "could be better": -0.8, "could have been better": -1.0,
    "better than nothing": -0.3, "had better": -0.5, "i've had better": -1.5, "have had better": -1.2,
    "hit the spot": 1.5, "hits the spot": 1.5, "spot on": 1.2, "big plus": 1.2, "game changer": 1.8, "life saver": 1.8,
    "keep it up": 1.2, "keep up": 0.4, "well done": 1.8, "good job": 1.5, "great job": 1.8, "nice job": 1.5,
    "doing a great": 1.0, "must say": 0.2, "of course": 0.2, "at all cost": -0.5, "at all costs": -0.5,
    "let down": -1.8, "fell apart": -1.8, "falls apart": -1.8, "falling apart": -1.8, "fall apart": -1.5,
    "falls short": -1.5, "fell short": -1.5, "fall short": -1.5, "leaves a lot to be desired": -2.0,
    "lot to be desired": -1.8, "much to be desired": -1.8, "off putting": -1.2, "stopped working": -2.0,
    "stops working": -2.0, "quit working": -2.0, "does not work": -2.0, "doesn't work": -2.0, "did not work": -1.8,
    "didn't work": -1.8, "do not work": -1.5, "don't work": -1.5, "not working": -1.8, "not work": -1.5,
    "won't work": -1.5, "no longer": -0.8, "any more": -0.2, "gets worse": -1.5, "getting worse": -1.5,
    "got worse": -1.5, "went downhill": -1.8, "gone downhill": -1.8, "going downhill": -1.8, "going down": -0.6,
    "no idea": -0.6, "no one": -0.8, "nobody": -0.8, "no answer": -1.5, "no reply": -1.5, "no response": -1.5,
    "no help": -1.5, "no use": -1.0, "no sense": -1.2, "no reason": -0.5, "no support": -1.5, "no excuse": -1.5,
    "no problem": 1.0, "no problems": 1.2, "no issue": 1.0, "no issues": 1.2, "no trouble": 1.0, "no fuss": 1.0,
    "no surprises": 0.8, "no doubt": 0.5, "no wait": 0.8, "never a wait": 1.0, "never fails": 1.2, "never failed": 1.2,
    "problem solved": 1.2, "issue solved": 1.2, "issue was fixed": 1.0, "problem was fixed": 1.0,
    "issue was resolved": 1.0, "problem was solved": 1.0, "solved my problem": 1.2, "solved our": 0.8,
    "fixed my": 0.8, "fixed our": 0.8, "resolved my": 0.8, "resolved our": 0.8, "solves problems": 1.0,
    "took care of": 1.0, "take care of": 0.8, "takes care of": 0.8, "without problems": 1.2, "without issues": 1.2,
    "without any issue": 1.2, "without any problem": 1.2, "without a hitch": 1.5, "without trouble": 1.2,
    "zero stars": -2.0, "one star": -1.8, "1 star": -1.8, "2 stars": -1.0, "5 stars": 1.8, "five stars": 1.8,
    "4 stars": 0.8, "10/10": 2.0, "per cent satisfied": 1.0, "a joke": -1.5, "last straw": -1.5, "final blow": -1.2,
    "last time": -0.6, "first and last": -1.5, "sick of": -1.5, "tired of": -1.2, "fed up": -1.8,
    "losing patience": -1.8, "lost patience": -1.8, "lose patience": -1.5, "run around": -1.0, "runaround": -1.2,
    "out of date": -1.0, "out of stock": -0.8, "out of order": -1.0, "out of touch": -1.2, "in vain": -1.2,
    "far from": -1.2, "nothing but": 0.2, "nothing special": -1.2, "not much": -0.6, "so so": -0.5, "not bad": 0.8,
    "not too bad": 0.6, "not only": 0.3, "not just": 0.2, "if only": -0.5, "only good thing": -0.6, "too bad": -1.0,
    "be warned": -1.5, "buyer beware": -2.0, "do yourself a favor": -0.3, "do yourself a favour": -0.3,
    "deal breaker": -1.5, "red flag": -1.2, "hit or miss": -1.0, "hit and miss": -1.0, "cost a fortune": -1.2,
    "all talk": -1.2, "bait and switch": -1.8, "hung up": -1.2, "hangs up": -1.0, "hit a wall": -1.0,
    "hard to": -0.9, "difficult to": -1.0, "easy to": 1.3, "easier to": 1.0, "simple to": 1.2, "quick to": 0.8,
    "slow to": -1.2, "i like": 1.0, "we like": 1.0, "they like": 0.8,
    "really like": 1.2, "also like": 1.0, "do like": 1.0, "like this place": 1.0, "like this product": 1.0,
    "did like": 1.0, "like it": 0.8, "like how": 0.8, "like them": 0.8, "much like": 0.0, "don't like": -1.3,
    "didn't like": -1.3, "not like": -1.2, "doesn't like": -1.0, "didn't help": -1.3,
    "not help": -1.2, "did not help": -1.3, "doesn't help": -1.2, "took an hour": -0.6, "took hours": -1.0,
    "took days": -1.0, "took weeks": -1.2, "took months": -1.2, "takes hours": -1.0, "takes days": -1.0,
    "takes weeks": -1.2, "takes months": -1.2, "took over": -0.5, "took more than": -0.6, "took two weeks": -0.6,
    "a lot of": 0.0, "quite a": 0.0, "kind of": 0.0, "sort of": 0.0, "at least": -0.1,
    "pretty much": 0.0, "as well": 0.0, "how well": 0.0, "how good": 0.0, "like a": 0.0, "like an": 0.0,
    "looks like": 0.0, "look like": 0.0, "feels like": 0.0, "feel like": 0.0, "felt like": -0.2,
    "seems like": 0.0, "seem like": 0.0, "something like": 0.0, "things like": 0.0, "like other": 0.0, "was like": -0.2,
    "is like": -0.1, "more like": -0.2, "would like to see": -0.5, "would like to": 0.0, "would like": -0.2,
    "i'd like": -0.2, "we'd like": -0.2, "like that": 0.0, "like to": 0.2, "right now": 0.0,
    "right time": 0.2, "right after": 0.0, "thank goodness": 0.8, "no thanks": -1.2, "no thank": -1.2,
    "late at night": 0.0, "critical for": 0.0, "hard work": 0.6, "works hard": 1.0, "hard drive": 0.0,
    "risk management": 0.0, "error message": -0.5, "less than": -0.4, "used to be": -0.6, "use to be": -0.6,
    "used to love": -1.0, "good enough": 0.4, "not good enough": -1.5, "supposed to": -0.7, "should have": -0.7,
    "should be": -0.4, "could be": -0.2, "needs to": -0.5, "need to": -0.3, "need more": -0.5, "needs more": -0.6,
    "i wish": -0.8, "we wish": -0.8, "would be nice": -0.5, "would have been nice": -0.7, "would be better": -0.6,
    "would help": -0.4, "prompted to": 0.0, "too late": -1.2, "too cold": -1.0, "too slow": -1.6,
    "doesn't hold": -0.8, "does not hold": -0.8, "won't hold": -0.8, "cannot use": -1.2, "can't use": -1.2,
    "cannot recommend": -1.5, "can't recommend": -1.5, "highly recommend": 2.0, "strongly recommend": 2.0,
    "would recommend": 1.5, "in love": 1.5, "made my day": 1.8, "makes my life": 1.0, "part of our": 0.2,
    "fits": 0.6, "fit well": 0.9, "holds up": 0.7, "held up": 0.6, "does the job": 0.9, "does its job": 0.9,
    "does what it": 0.8, "did the trick": 1.2, "does the trick": 1.2, "all good": 1.2, "so far so good": 1.2,
    "piece of": -0.4, "piece of cake": 1.2, "piece of mind": 1.0, "peace of mind": 1.5, "big time": 0.0,
    "cut off": -0.6, "cuts off": -0.8, "drops calls": -1.2, "dropped calls": -1.2, "died": -1.0, "went dead": -1.5,
    "went out": -0.4, "shame on": -1.8, "what a shame": -1.5, "a shame": -1.2, "big disappointment": -2.0,
    "mind blowing": 1.5, "free of charge": 0.8, "in a good way": 1.0, "wish i had": -0.6, "wish i could": -0.6,
}  # fmt: skip

NEGATIONS = frozenset(
    """
    not no never without hardly barely scarcely cannot cant neither nor none nothing don't doesn't isn't wasn't
    didn't won't can't aren't weren't couldn't wouldn't shouldn't haven't hasn't hadn't ain't dont doesnt isnt
    wasnt didnt wont arent couldnt wouldnt shouldnt havent hasnt lack lacks lacked fails failed stopped
    """.split()
)
STRENGTHENING = frozenset(
    """
    absolutely amazingly completely deeply definitely enormously entirely especially exceedingly extremely
    fully greatly highly hugely incredibly insanely quite really remarkably seriously simply so super such
    terribly totally tremendously truly utterly very
    """.split()
)
WEAKENING = frozenset("bit fairly little mildly mostly occasionally partly rather slightly somewhat sometimes".split())
CONTRASTS = frozenset("but however though although yet nevertheless unfortunately".split())
"""What stands after one of these weighs more than what stands before it."""
