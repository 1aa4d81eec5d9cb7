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
    .month = {"januari", "februari", "mars", "april", "maj", "juni",
              "juli", "augusti", "september", "oktober", "november", "december"},
    .phrase = {
    P(TITLE) = "Förslag till placering",
    P(ROUND) = "Omgång: {round}",
    P(DATE) = "Datum: {date}",
    P(CHILD) = "Barn: {child}",
    P(RESULT_WISH) = "Förslag: {place}, barnets önskemål {wish} av {wishes}.",
    P(RESULT_FALLBACK) = "Förslag: {at}, en skola utöver önskemålen.",
    P(RESULT_LOCKED) = "Förslag: {place}, bestämt redan före omgången.",
    P(RESULT_NONE) = "Förslag: ingen plats ännu.",
    P(RESULT_STAYS) = "Förslag: barnet behåller sin plats på {place}.",
    P(RESULT_FOLLOWS) = "Förslag: {place}, som hör till platsen som barnet får.",
    P(START_AS_WISHED) = "Start: {start}, som önskat.",
    P(START_LATER) = "Start: {start}. Önskat: {wished}.",
    P(TRANSFER) = "Barnet flyttar från {from} i {month}.",
    P(TRANSFER_NOW) = "Barnet flyttar från {from}.",
    P(TRANSFER_SEAT) = "Barnet har kvar sin plats där till dess.",
    P(MOVES_ON) = "I {month} går barnet vidare till den äldre gruppen {to}.",
    P(MOVES_AT_ONCE) =
        "På grund av sin ålder har barnet sin plats i den äldre gruppen {to} från början.",
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
    P(OBJECTIVE_CURRENT) =
        "att inget barn som har en plats blir utan, eller får en som det vill ha mindre än sin "
        "egen",
    P(OBJECTIVE_GUARANTEE) =
        "att så många som möjligt av de barn som har rätt till plats i omgången får den i tid",
    P(OBJECTIVE_TOGETHER) = "att så många familjer som möjligt kommer tillsammans",
    P(OBJECTIVE_LATE) = "att barnen börjar så lite senare än önskat som möjligt",
    P(OBJECTIVE_FOLLOWS) = "att så många ansökningar som möjligt som följer en annan får plats",
    P(METHOD_UNPROVED) =
        "Beräkningen avslutades innan det var bevisat att ingen bättre omgång finns; run.json "
        "visar hur långt den kom.",
    P(LIST_NEXT) = "; ",

    P(WISH_ADMITTED) = "Önskemål {wish}: {at}. Barnet får plats.",
    P(WISH_REFUSED) = "Önskemål {wish}: {at}. Ingen plats.",
    P(WISH_NOT_NEEDED) = "Önskemål {wish}: {at}. Behövs inte.",
    P(WISH_NOT_TRIED) = "Önskemål {wish}: {at}. Prövas inte.",
    P(WISH_STAYS) = "Önskemål {wish}: {at}. Barnet behåller sin plats.",
    P(OTHER_STAYS) = "{at}. Barnet behåller sin plats.",
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
    P(BELOW_PRESENT) = "Barnet behåller hellre den plats det har.",
    P(STAYS_FULL) =
        "Inget av önskemålen ovan har en ledig plats för barnet, så barnet behåller den plats "
        "det har.",
    P(STAYS_SAFE) = "Ingen annan kan ta den platsen.",
    P(NOT_BEFORE) = "Här finns inga platser före {month}.",
    P(BEGINS) = "Barnet börjar i {month}.",
    P(BEGINS_FIRST) =
        "Barnet börjar i {month}, eftersom det inte finns några platser här tidigare.",
    P(BEGINS_FULL) =
        "Barnet börjar i {month}, eftersom ingen plats här är ledig för barnet tidigare.",
    P(BEGINS_BEST) = "Barnet börjar i {month}, eftersom omgången som helhet då blir bäst.",
    P(RESERVE) = "Barnet har plats {position} av {length} på reservlistan.",

    P(NO_SEATS) = "Här finns inga platser att fördela.",
    P(FULL_OFFER) = "{seats|Den enda platsen är upptagen|De {seats} platserna är upptagna}.",
    P(FULL_SCHOOL) =
        "Hela {school} är full: {seats|dess enda plats är upptagen|dess {seats} platser är "
        "upptagna}, räknat över alla grupper.",
    P(FULL_POOL) =
        "{seats|Den enda plats|De {seats} platser} som delas inom ”{pool}” är "
        "{seats|upptagen|upptagna}.",
    P(FULL_OFFER_IN) =
        "I {month} är {seats|den enda platsen här upptagen|de {seats} platserna här upptagna}.",
    P(FULL_SCHOOL_IN) =
        "I {month} är hela {school} full: {seats|dess enda plats är upptagen|dess {seats} "
        "platser är upptagna}, räknat över alla grupper.",
    P(FULL_POOL_IN) =
        "I {month} är {seats|den enda plats|de {seats} platser} som delas inom ”{pool}” "
        "{seats|upptagen|upptagna}.",
    P(NO_SEATS_IN) = "I {month} finns inga platser att fördela här.",
    P(TAKEN_PLACED) = "{children} barn som får plats i omgången",
    P(TAKEN_KEPT) = "{children} barn som behåller sin plats",
    P(TAKEN_LEAVING) = "{children} barn som flyttar härifrån först senare",
    P(TAKEN_LOCKED) = "{children} {children|plats bestämd|platser bestämda} redan före omgången",
    P(TAKEN_BY) = "De som har dem: {by}.",
    P(WOULD_NEED) = "En start i {month} kräver plats även månaderna därefter.",
    P(WOULD_BEGIN) = "Start i {month}:",
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
    P(OBJECTIVE_FREE_FROM) =
        "Det finns en plats från {month}, men omgången som helhet blir bäst utan den här "
        "placeringen.",
    P(KEPT) = "Ingen kan ta platsen från ett barn som redan har den.",
    P(NOT_OPENED) =
        "Gruppen öppnar bara med minst {least} barn som får plats i omgången. Den öppnar inte den"
        " här gången, eftersom omgången som helhet då blir bäst. {wished|Ett barn|{wished} barn} "
        "har önskat den.",
    P(NOT_ELIGIBLE) =
        "Den här platsen kräver ett beslut om att barnet har rätt till den, och något sådant "
        "finns inte.",
    P(OUT) = "Barnet deltar inte i den här omgången.",
    P(NO_MONTH) = "Här finns inga platser i någon månad då barnet kan börja.",
    P(NOT_ALONG) = "Den hör inte till platsen som barnet får.",
    P(LEFT_OVER) =
        "Ansökningar som följer en annan får de platser som är kvar när alla andra har prövats.",
    P(BY_FAMILY) =
        "Avgörande här är att syskon prövas tillsammans, inte barnets egen plats i turordningen.",
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
    P(VALUE_WITHHELD) = "skrivs inte ut, eftersom barnets personuppgifter är skyddade",
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
    P(UNPLACED_FOLLOWER) = "En handläggare behöver nu ta ställning till den här ansökan.",
    P(UNPLACED_RESERVE) =
        "Barnet står kvar på reservlistorna ovan och kan få en plats som blir ledig.",
    P(GUARANTEE_HELD) = "Barnet har rätt till plats senast i {owed}. Det hålls.",
    P(GUARANTEE_LATER) =
        "Barnet har rätt till plats senast i {owed}. Det är efter den här omgången, som erbjuder "
        "platser till och med {last}.",
    P(GUARANTEE_BROKEN) =
        "Barnet har rätt till plats senast i {owed}. Det hålls inte i den här omgången.",
    P(GUARANTEE_WISHED) = "Önskad start är senare än så, därför är det {wished} som gäller.",
    P(GUARANTEE_MOST) =
        "Det är ett mål för omgången att så många barn som möjligt får i tid vad de har rätt "
        "till; alla får det inte.",
    P(SIBLINGS_TOGETHER) = "Syskonen kommer tillsammans: {siblings}.",
    P(SIBLINGS_APART) = "Syskonen i omgången kommer inte tillsammans: {siblings}.",
    P(SIBLINGS_TOLD) = "Syskon i omgången: {siblings}.",
    P(SIBLING_AT) = "{sibling} på {place}",
    P(SIBLING_NONE) = "{sibling} utan plats",
    P(SIBLINGS_HIDDEN) =
        "{siblings|Ett|{siblings}} syskon i omgången har skyddade personuppgifter; var "
        "{siblings|det|de} placeras sägs inte här.",
    P(KIND_SCHOOL) = "skola",
    P(KIND_OFFER) = "grupp",
    P(KINDS_SCHOOL) = "{shared|skola|skolor}",
    P(KINDS_OFFER) = "{shared|grupp|grupper}",
    P(APART_NOTHING_SHARED) = "Det finns ingen {kind} som alla av dem kan få.",
    P(APART_FULL) =
        "{shared|Den enda {kinds} som alla av dem kan få har inte|Ingen av de {shared} {kinds} "
        "som alla av dem kan få har} plats för dem alla vid sidan av de andra barnen.",
    P(APART_BEST) = "Omgången som helhet blir bäst så.",
    P(FAMILY_AIM) = "Att syskon kommer till samma {kind} är ett mål för omgången.",
    P(FAMILY_TRIED) =
        "Enligt omgångens regler prövas syskon först tillsammans vid samma {kind} och därefter "
        "var för sig.",
    P(FAMILY_REQUIRED) =
        "Enligt omgångens regler kommer syskon till samma {kind}, annars får inget av dem en ny "
        "plats.",
    P(FAMILY_BLOCKS) =
        "Det finns ett sätt att komma tillsammans som syskonen sätter före det de får, och varje "
        "berörd {kind} skulle enligt sin turordning ta emot dem. Ingen placering hittades där "
        "ingen familj hamnar så; här är de så få som hittades, och resultatet anger vilka de är.",
    P(FOLLOWS_AT) = "Den här ansökan följer {application}, som får plats på {place}.",
    P(FOLLOWS_NONE) =
        "Den här ansökan följer {application}, som inte har någon plats ännu. Därför finns inget "
        "att följa.",
    P(FOLLOWS_HIDDEN) =
        "Den här ansökan följer en annan, som inte nämns här eftersom dess personuppgifter är "
        "skyddade.",
    P(FOLLOWS_NO_OFFER) = "Ingen plats hör till den.",
    P(FOLLOWS_TRIED) = "Platser som hör till den:",

    P(CLAIM_OWN) =
        "Barnet hade annars varken fått ett önskemål eller en skola nära hemmet. Därför går det "
        "före vid skolorna inom {metres}.",
    P(CLAIM_IN_VAIN) = "Ändå får barnet varken ett önskemål eller en skola nära hemmet.",
    P(LACKS_NEAR) = "Barnet får varken ett önskemål eller en skola nära hemmet (inom {metres}).",

    P(RUNNING_TITLE) = "Placering efter omgången",
    P(RUNNING_START) = "Önskad start: {month}",
    P(RUNNING_ANSWER) = "I första hand: {place}.",
    P(RUNNING_ANSWER_FROM) = "I första hand: {place}, från {month}.",
    P(RUNNING_ANSWER_NONE) = "Ingen plats är ledig, varken vid ett önskemål eller i närheten.",
    P(RUNNING_WISHES) = "1. Önskemål med ledig plats",
    P(RUNNING_WISHES_NONE) = "Inget önskemål har en ledig plats.",
    P(RUNNING_NEAR) = "2. Skolor nära hemmet med ledig plats (inom {metres})",
    P(RUNNING_NEAREST) = "2. Andra skolor med ledig plats, den närmaste först",
    P(RUNNING_NEAR_NONE) = "Ingen av dem har en ledig plats.",
    P(RUNNING_FULL) = "3. Vad ett barn utöver platserna skulle innebära",
    P(RUNNING_FULL_NONE) = "Alla möjliga önskemål har plats från början.",
    P(RUNNING_WISH) = "Önskemål {wish}: {at}.",
    P(RUNNING_OTHER) = "{at}.",
    P(RUNNING_FREE) = "Här finns en ledig plats.",
    P(RUNNING_FREE_WISHED) = "En plats är ledig från {month}, som önskat.",
    P(RUNNING_FREE_FROM) =
        "En plats är ledig från {month}, {months|en månad|{months} månader} senare än önskat.",
    P(RUNNING_TOO_LATE) =
        "Omgångens regler låter ett barn börja högst {late|en månad|{late} månader} senare.",
    P(RUNNING_NEVER_LATE) = "Omgångens regler låter inget barn börja senare än önskat.",
    P(RUNNING_RESERVE) =
        "{waiting|Ett barn|{waiting} barn} väntar på reservlistan här; enligt kriterierna går "
        "{before|ett|{before}} före det här barnet.",
    P(RUNNING_RESERVE_AFTER) =
        "{waiting|Ett barn|{waiting} barn} väntar på reservlistan här; enligt kriterierna går "
        "inget före det här barnet.",
    P(RUNNING_FULL_FOR_GOOD) = "Här blir ingen plats ledig.",
    P(RUNNING_FULL_UNTIL) = "Här blir en plats ledig först i {month}.",
    P(RUNNING_LIMIT) = "{what}: {seats} {seats|plats|platser}, {children} barn.",
    P(RUNNING_LIMIT_IN) = "{what}: {seats} {seats|plats|platser}, {children} barn i {month}.",
    P(RUNNING_NO_SEATS) = "Före {month} finns inga platser här.",
    P(RUNNING_OF_OFFER) = "Gruppen {name}",
    P(RUNNING_OF_SCHOOL) = "Hela {name}",
    P(RUNNING_OF_POOL) = "Platserna som delas inom ”{name}”",
    P(RUNNING_BEYOND) = "Ett barn till blir nummer {number}, {beyond} över platserna.",
    P(RUNNING_LAST_BEFORE) =
        "Den sist antagna är nummer {rank} i turordningen. Enligt kriterierna går barnet "
        "före den.",
    P(RUNNING_LAST_AFTER) =
        "Den sist antagna är nummer {rank} i turordningen. Enligt kriterierna går den före "
        "barnet.",
    P(RUNNING_REFUSED) = "Önskemål som inte är möjliga",
    P(RUNNING_GROUP) = "Gruppen är en annan än barnets.",
    P(RUNNING_DECISION) = "Platsen kräver ett beslut som barnet inte har.",
    P(RUNNING_UNOPENED) =
        "Gruppen är inte öppnad: utöver det här barnet krävs {missing|ett barn|{missing} barn} "
        "till.",
    P(RUNNING_FOLLOWS) = "Platsen hör till en plats vid {with}, som barnet inte har.",
    P(RUNNING_FOOT) =
        "Inget är ändrat: det som är beslutat i omgången ligger fast. En handläggare beslutar.",

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
    P(CONFLICT_LIMITS) =
        "{children|Ett barn kan inte få plats|{children} barn kan inte alla få plats} i tid "
        "med platserna nedan.",
    P(CONFLICT_SMALLEST) = "Ingen mindre grupp av barn är för stor för sina enheter.",
    P(CONFLICT_IRREDUCIBLE) =
        "Räknas ett av dessa barn bort, eller finns mer utrymme, kan de andra få plats i tid.",
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
    P(CONFLICT_HELP_ROOM) = "mer utrymme i {units|den enheten|en av dessa enheter}",
    P(CONFLICT_HELP_WISH) =
        "{children|ett annat önskemål av barnet, om en enhet med en plats i tid|ett annat "
        "önskemål av något av dem, om en enhet med en plats i tid}",
    },
};
// clang-format on
