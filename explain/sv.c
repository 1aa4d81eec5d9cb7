// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Svenska. Klarspråk: korta meningar, vanliga ord, barnet i tredje person, inget som pekar ut
 * någon. Tusental skiljs med hårt mellanslag (U+00A0): 1 200 m.
 */
#include "explain/catalogue.h"

extern const struct language language_sv;

#define P(name) [PHRASE_##name]

// clang-format off
const struct language language_sv = {
    .code = "sv",
    .name = "svenska",
    .group_separator = "\u00a0",
    .decimal_point = ",",
    .plural = plural_one_other,
    .phrase = {
    P(TITLE) = "Förslag till placering",
    P(ROUND) = "Omgång: {round}",
    P(DATE) = "Datum: {date}",
    P(CHILD) = "Barn: {child}",
    P(RESULT_WISH) = "Förslag: {place}, barnets önskemål {wish} av {wishes}.",
    P(RESULT_FALLBACK) = "Förslag: {at}, en skola utöver önskemålen.",
    P(RESULT_LOCKED) = "Förslag: {place}, bestämt redan före omgången.",
    P(RESULT_NONE) = "Förslag: ingen plats ännu.",
    P(PROTECTED) =
        "Barnet har skyddade personuppgifter. Lämna bara texten till den som har rätt att ta del "
        "av dem.",
    P(PLACE) = "{school} ({offer})",
    P(PLACE_AT) = "{place}, {distance}",
    P(WALKING) = "{metres} gångväg",
    P(STRAIGHT_LINE) = "{metres} fågelvägen",
    P(NO_DISTANCE) = "avståndet är inte känt",

    P(METHOD_DEFERRED) =
        "Så fördelas platserna: önskemålen prövas i den ordning de står. Varje skola antar de "
        "barn som står först i skolans turordning, så långt platserna räcker.",
    P(METHOD_MINIMUM_COST) =
        "Så fördelas platserna: alla placeringar vägs samman så att omgången som helhet blir så "
        "bra som möjligt. Målen är, i ordning: {objectives}. Ett senare mål får aldrig försämra "
        "ett tidigare. Därför finns ingen gräns vid en enskild skola som avgör.",
    P(METHOD_TRADING) =
        "Så fördelas platserna: barnet som står först i en skolas turordning får platsen där, "
        "eller byter den mot en plats som barnet hellre vill ha, i kedjor där alla får det de "
        "helst vill ha av det som är kvar. Därför finns ingen gräns vid en enskild skola som "
        "avgör.",
    P(METHOD_IMMEDIATE) =
        "Så fördelas platserna: skolorna fylls för gott, steg för steg. Först prövas allas "
        "första önskemål, sedan det andra för dem som inte fått plats, och så vidare. Inom ett "
        "steg avgör skolans turordning.",
    P(METHOD_SERIAL) =
        "Så fördelas platserna: barnen väljer i tur och ordning, och samma ordning gäller för "
        "alla skolor. Var och en får det högsta önskemål som har en ledig plats när turen kommer.",
    P(METHOD_OTHER) = "Så fördelas platserna: enligt regeln {method}.",
    P(OBJECTIVE_PLACED) = "att så många barn som möjligt får plats",
    P(OBJECTIVE_NEAR) = "att så många barn som möjligt får ett önskemål eller en skola nära hemmet",
    P(OBJECTIVE_WISHES) = "att önskemålen uppfylls så väl som möjligt",
    P(OBJECTIVE_RANK_MAXIMAL) =
        "att så många barn som möjligt får sitt första önskemål, därefter sitt andra, och så "
        "vidare",
    P(OBJECTIVE_CRITERIA) = "att skolornas turordningar följs så väl som möjligt",
    P(OBJECTIVE_DISTANCE) = "att barnens väg sammanlagt blir så kort som möjligt",
    P(OBJECTIVE_COLUMN) = "att summan av ”{column}” blir så liten som möjligt",
    P(LIST_NEXT) = "; ",

    P(WISH_ADMITTED) = "Önskemål {wish}: {at}. Barnet får plats.",
    P(WISH_REFUSED) = "Önskemål {wish}: {at}. Ingen plats.",
    P(WISH_NOT_NEEDED) = "Önskemål {wish}: {at}. Behövs inte.",
    P(WISH_NOT_TRIED) = "Önskemål {wish}: {at}. Prövas inte.",
    P(OTHER_ADMITTED) = "{at}. Barnet får plats.",
    P(OTHER_REFUSED) = "{at}. Ingen plats.",
    P(NO_WISHES) = "Inga önskemål har lämnats för barnet.",
    P(LOCKED_BEFORE) = "Barnets plats var bestämd redan före omgången.",
    P(NOBODY_REFUSED) = "Ingen som ville ha en plats här fick nej.",
    P(ADMITTED_RANK) =
        "Barnet är nummer {rank} i turordningen här, och platserna räckte till nummer {last}.",
    P(ADMITTED_STEP) = "Barnet antogs i steg {step}.",
    P(ADMITTED_CLAIM) =
        "Här går barnet före, eftersom det annars hade förlorat alla skolor nära hemmet.",
    P(HIGHER_GIVEN) = "Barnet får ett önskemål som står högre på listan.",
    P(RESERVE) = "Barnet har plats {position} av {length} på reservlistan.",

    P(NO_SEATS) = "Här finns inga platser att fördela.",
    P(FULL_OFFER) = "{seats|Den enda platsen är upptagen|De {seats} platserna är upptagna}.",
    P(FULL_SCHOOL) =
        "Skolan som helhet är full: {seats|dess enda plats är upptagen|dess {seats} platser är "
        "upptagna}, räknat över alla grupper.",
    P(FULL_POOL) =
        "{seats|Den enda plats|De {seats} platser} som delas inom ”{pool}” är "
        "{seats|upptagen|upptagna}.",
    P(LOCKED_SOME) = "Av dem var {locked} {locked|bestämd|bestämda} redan före omgången.",
    P(LOCKED_ALL) = "Det var bestämt redan före omgången.",

    P(SERIAL_TURN) = "När turen kom till barnet fanns ingen plats kvar.",
    P(STEP_SAME) = "Platserna tog slut i steg {step}, samma steg som barnet prövades i.",
    P(STEP_EARLIER) =
        "Platserna tog slut i steg {full}, till barn som hade den här skolan högre upp på sin "
        "lista. Barnet prövades här först i steg {step}.",
    P(EQUAL_BEFORE) = "I det som räknas dessförinnan är de lika: {criteria}.",
    P(DECIDED) = "Avgörande är {criterion}: {rule}.",
    P(DECIDED_LOTTERY) =
        "Barnet och den sist antagna är lika i alla kriterier. Då avgör lotten: lägst lottnummer "
        "går först.",
    P(DECIDED_ID) =
        "Barnet och den sist antagna är lika i allt, även i lottnummer. Då avgör ordningen "
        "mellan barnens id.",
    P(CLAIM) =
        "Avgörande är närhetsgarantin: de barn som antogs hade annars förlorat alla skolor nära "
        "hemmet och går därför före. Ett önskemål får vika för ett annat barns berättigade krav "
        "på en skola nära hemmet (skollagen 9 kap. 15 § och 10 kap. 30 §).",
    P(TRADED) =
        "Plats här får barn som stod först i turordningen eller som bytte till sig den. Barnet "
        "är nummer {rank} i turordningen, och ingen byteskedja ledde hit.",
    P(OBJECTIVE_FULL) = "Andra barn får plats här, eftersom omgången som helhet då blir bäst.",
    P(OBJECTIVE_FREE) =
        "Här finns plats kvar, men omgången som helhet blir bäst utan den här placeringen.",
    P(PRICE) = "En plats till här skulle göra det första mål som påverkas {price} bättre.",
    P(PRICE_NOTHING) = "En plats till här skulle inte förbättra något av målen.",
    P(TAKEN) = "Så var det redan när önskemålen hade prövats.",
    P(SHARED_OUT) =
        "Det som var kvar efter önskemålen gick till andra barn utan plats, så att så många som "
        "möjligt får plats och deras väg sammanlagt blir så kort som möjligt.",
    P(VALUE_OWN) = "Barnet: {own}.",
    P(VALUE_LAST) = "{who}: {last}.",
    P(LAST_OFFER) = "Den sist antagna",
    P(LAST_SCHOOL) = "Den sist antagna till skolans platser",
    P(LAST_POOL) = "Den sist antagna till platserna inom ”{pool}”",
    P(MISSED_METRES) = "Det skiljer {metres}.",
    P(MISSED_DAYS) = "Det skiljer {days} {days|dag|dagar}.",
    P(MISSED_NUMBER) = "Det skiljer {number}.",
    P(MISSED_PLACES) =
        "I turordningen är barnet nummer {own} och den sist antagna nummer {last}. Det skiljer "
        "{places} {places|plats|platser}.",
    P(MISSED_WISHES) = "Det skiljer {wishes} steg på listan.",
    P(LOTTERY_WITHHELD) =
        "Av den sist antagnas nummer visas bara de första tecknen, så många som avgör; hela "
        "numret kan röja vem det är.",
    P(LOTTERY_COMMAND) = "Så räknas barnets lottnummer fram (de första 16 tecknen i svaret):",
    P(LOTTERY_CARRIED) = "Barnets lottnummer står i underlaget, i kolumnen lottery.",

    P(CURRENT_PLACE) = "nuvarande plats",
    P(CURRENT_PLACE_RULE) = "den som redan har plats här går först",
    P(WISH_RANK) = "önskemålets nummer",
    P(WISH_RANK_RULE) = "den som har önskat skolan högre upp går först",
    P(RELATIVE) = "relativ närhet",
    P(RELATIVE_RULE) =
        "störst skillnad mellan vägen till närmaste andra skola och vägen hit går först",
    P(ABSOLUTE) = "avståndet till skolan",
    P(ABSOLUTE_RULE) = "den som har kortast väg går först",
    P(FLAG_RULE) = "den som har detta går först",
    P(ASCENDING_RULE) = "lägst värde går först",
    P(ASCENDING_DATE_RULE) = "tidigast datum går först",
    P(DESCENDING_RULE) = "högst värde går först",
    P(DESCENDING_DATE_RULE) = "senast datum går först",
    P(LOTTERY) = "lotten",
    P(LOTTERY_RULE) = "lägst lottnummer går först",
    P(COLUMN) = "”{column}”",
    P(COLUMN_SIBLING) = "syskonförtur",
    P(COLUMN_PRIORITY) = "förtur",
    P(COLUMN_QUEUE_DATE) = "ködatum",
    P(COLUMN_BIRTH_DATE) = "födelsedatum",
    P(COLUMN_MERIT) = "meritvärde",

    P(YES) = "ja",
    P(NO) = "nej",
    P(MISSING) = "uppgift saknas",
    P(VALUE_WISH) = "önskemål {wish}",
    P(VALUE_NO_WISH) = "inget önskemål",
    P(VALUE_RELATIVE) = "{metres} ({other} till närmaste andra skola minus {here} hit)",
    P(VALUE_ONLY_SCHOOL) = "ingen annan skola att jämföra med",
    P(VALUE_WALKING) = "{value}, gångväg",
    P(VALUE_STRAIGHT) = "{value}, fågelvägen",
    P(VALUE_STARTS) = "ett lägre nummer, som börjar med {digits}",

    P(NO_WISH_GAVE) = "Inget önskemål gav plats.",
    P(FALLBACK_IN_ROUND) =
        "Då prövas skolor utöver önskemålen, den närmaste först, med samma regler.",
    P(FALLBACK_AFTER) =
        "De platser som var kvar när önskemålen hade prövats fördelas så att så många barn som "
        "möjligt får plats och deras väg sammanlagt blir så kort som möjligt.",
    P(REACH) = "{reach|Bara den närmaste skolan räknas|De {reach} närmaste skolorna räknas}.",
    P(WITHIN) = "Bara skolor med samma värde i ”{column}” som barnet räknas.",
    P(NEAREST) = "Det är den närmaste av dessa skolor.",
    P(NEAREST_FREE) =
        "Det är den närmaste av dessa skolor med plats för barnet; de närmare är fulla.",
    P(BEST_FOR_ALL) = "Med denna placering blir omgången som helhet bäst.",
    P(UNPLACED_NO_FALLBACK) = "Omgångens regler ger inte plats utöver önskemålen.",
    P(UNPLACED_NO_SCHOOL) = "Det finns ingen annan skola att pröva för barnet.",
    P(UNPLACED_ALL_FULL) = "Ingen av skolorna som prövades har plats för barnet.",
    P(UNPLACED_NEXT) = "En handläggare behöver nu ta ställning till barnets plats.",
    P(UNPLACED_RESERVE) =
        "Barnet står kvar på reservlistorna ovan och kan få en plats som blir ledig.",

    P(CLAIM_OWN) =
        "Barnet hade annars varken fått ett önskemål eller en skola nära hemmet. Därför går det "
        "före vid skolorna inom {metres}.",
    P(CLAIM_IN_VAIN) = "Ändå får barnet varken ett önskemål eller en skola nära hemmet.",
    P(LACKS_NEAR) = "Barnet får varken ett önskemål eller en skola nära hemmet (inom {metres}).",

    P(FOOT) = "Om förslaget",
    P(FOOT_PROPOSAL) = "Det här är ett förslag. Det gäller först när kommunen har beslutat.",
    P(FOOT_WALKING) = "Avstånden är gångväg i meter, enligt avståndstabellen i omgångens underlag.",
    P(FOOT_WALKING_OR_STRAIGHT) =
        "Avstånden är gångväg i meter, enligt avståndstabellen i omgångens underlag. Där gångväg "
        "saknas räknas fågelvägen mellan koordinaterna.",
    P(FOOT_STRAIGHT) = "Avstånden är fågelvägen i meter mellan koordinaterna i omgångens underlag.",
    P(FOOT_LOTTERY) =
        "Barnets lottnummer är {lottery}. Vem som helst kan räkna fram det ur omgångens "
        "startvärde och barnets id (de första 16 tecknen i svaret):",
    P(FOOT_LOTTERY_CARRIED) =
        "Barnets lottnummer är {lottery}. Det står i underlaget, i kolumnen lottery.",
    P(FOOT_LOTTERY_EACH) =
        "Barnet har ett lottnummer för varje plats som söks. Vem som helst kan räkna fram det ur "
        "omgångens startvärde, barnets id och platsens id (OFFER; de första 16 tecknen i svaret):",
    P(FOOT_VERIFY) =
        "Den som har omgångens underlag (INSTANCE) och resultat (DIR) kan kontrollera hela "
        "omgången:",

    P(CONFLICT_TITLE) = "Varför garantin inte går att hålla",
    P(CONFLICT_NO_UNIT) = "Det finns ingen enhet där barnet kan börja i tid.",
    P(CONFLICT_SEATS) =
        "{children|Ett barn|{children} barn} behöver en plats i tid, och enheterna där de kan"
        " få en har {room|en plats|{room} platser} för dem.",
    P(CONFLICT_NO_SEATS) =
        "{children|Ett barn|{children} barn} behöver en plats i tid, och enheterna där de kan"
        " få en har ingen plats för dem.",
    P(CONFLICT_RULES) =
        "{children|Ett barn kan inte få plats|{children} barn kan inte alla få plats} i tid "
        "med alla regler nedan.",
    P(CONFLICT_SMALLEST) = "Ingen mindre grupp av barn är för stor för sina enheter.",
    P(CONFLICT_IRREDUCIBLE) =
        "Med ett av dessa barn mindre, eller med mer utrymme, kan de andra få plats i tid.",
    P(CONFLICT_SOME) = "Sökandet avbröts innan gruppen hade gjorts så liten som den kan bli.",
    P(CONFLICT_PROTECTED) =
        "{protected|Ett av barnen|{protected} av barnen} har skyddade personuppgifter. Lämna "
        "bara texten till den som har rätt att ta del av dem.",
    P(CONFLICT_CHILDREN) =
        "{children|Barnet, och var det kan vara i tid|Barnen, och var vart och ett kan vara i"
        " tid}:",
    P(CONFLICT_CHILD_DUE) = "{child}, senast {month}: {places}",
    P(CONFLICT_CHILD_KEEPS) = "{child}, som har en plats och inte får förlora den: {places}",
    P(CONFLICT_NOWHERE) = "ingenstans",
    P(CONFLICT_PLACE) = "{offer}",
    P(CONFLICT_PLACE_MONTHS) = "{offer} ({months})",
    P(CONFLICT_PLACE_STAYS) = "{offer} (stannar)",
    P(CONFLICT_UNITS) = "Deras enheter:",
    P(CONFLICT_UNITS_AND_RULES) = "Deras enheter och regler:",
    P(CONFLICT_OFFER) = "{offer} ({school})",
    P(CONFLICT_SCHOOL) = "{school} ({name}), alla grupper tillsammans",
    P(CONFLICT_POOL) = "{pool}, flera enheter tillsammans",
    P(CONFLICT_UNIT) = "{unit}: {seats|en plats|{seats} platser}",
    P(CONFLICT_LOCKED) = "{locked} av dem tagna före omgången",
    P(CONFLICT_BEFORE) = "för dem som börjar före {before}",
    P(CONFLICT_FROM) = "från {from}",
    P(CONFLICT_SPAN) = "från {from}, för dem som börjar före {before}",
    P(CONFLICT_IN) = "räknat i {in} med dem som slutar senare",
    P(CONFLICT_OPENS) = "{unit}: öppnar med minst {seats} barn från omgången, eller inte alls",
    P(CONFLICT_TOGETHER_SCHOOL) =
        "familjen {family} ({members}): på samma skola, annars får ingen en ny plats",
    P(CONFLICT_TOGETHER_OFFER) =
        "familjen {family} ({members}): i samma grupp, annars får ingen en ny plats",
    P(CONFLICT_ALSO) =
        "{also|Ett barn till|{also} barn till} har inga andra enheter i tid än dessa: {list}.",
    P(CONFLICT_ALSO_NO_UNIT) = "Detsamma gäller {also|ett barn till|{also} barn till}: {list}.",
    P(CONFLICT_HELP) = "Vad som skulle hjälpa, var för sig:",
    P(CONFLICT_HELP_SEAT) = "en plats till: {list}",
    P(CONFLICT_HELP_RULE) = "att en av dessa regler ger vika",
    P(CONFLICT_HELP_WISH) =
        "{children|ett annat önskemål av barnet, om en enhet med en plats i tid|ett annat "
        "önskemål av något av dem, om en enhet med en plats i tid}",
    },
};
// clang-format on
