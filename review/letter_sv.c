// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Svenska. Klarspråk: korta meningar, vanliga ord.
 */
#include "review/letter_words.h"

#define P(name) [LETTER_##name]

// clang-format off
const struct letter_language letter_sv = {
    .code = "sv",
    .phrase = {
    P(TITLE) = "Beslut om placering",
    P(ROUND) = "Omgång: {round}",
    P(DATE) = "{day} {month}",
    P(MUNICIPALITY) = "Kommunen",
    P(GUARDIAN_OF) = "Vårdnadshavare till {child}",
    P(NUMBER) = "Beslut {entry}",

    P(GETS) = "{child} får plats på {school}",
    P(GETS_NONE) = "{child} får ingen plats i den här omgången",
    P(THE_CHILD) = "Barnet",
    P(PROTECTED) = "Skyddade personuppgifter",
    P(PROTECTED_NOTE) =
        "Barnet har skyddade personuppgifter. Därför står varken namn, adress eller barnets "
        "avstånd till skolorna här. Brevet lämnas enligt kommunens rutin för skyddade "
        "personuppgifter.",
    P(FIELD_CHILD) = "Barn",
    P(FIELD_ID) = "Barnets id",
    P(FIELD_SCHOOL) = "Plats på",
    P(FIELD_OFFER) = "Beteckning",
    P(FIELD_GROUP) = "Grupp",
    P(FIELD_START) = "Start",
    P(FIELD_WISH) = "Önskemål",
    P(WISH) = "nummer {wish} av {wishes}",
    P(WISH_NONE) = "inget av barnets önskemål",
    P(FIELD_ANSWER) = "Svar",
    P(ACCEPTED) = "familjen har tackat ja den {date}",
    P(DECLINED) = "familjen har tackat nej den {date}",
    P(FIELD_DECIDED_BY) = "Beslutat av",
    P(FIELD_DECIDED_ON) = "Beslutsdag",
    P(FIELD_HANDLED_BY) = "Handlagt av",
    P(FIELD_NUMBER) = "Beslutsnummer",
    P(FIELD_LAW) = "Bestämmelser",
    P(LAW_SCHOOL) =
        "9 kap. 15 § (förskoleklass) och 10 kap. 30 § (grundskola) skollagen (2010:800), och "
        "omgångens regler",
    P(LAW_PRESCHOOL) = "8 kap. 14 och 15 §§ skollagen (2010:800), och omgångens regler",
    P(REPLACES) = "Beslutet ersätter ett tidigare, som togs upp igen den {date}. Skälet:",

    P(GROUNDS) = "Skälen för beslutet",
    P(HOW_DECIDED) =
        "Omgångens förslag räknades fram av ett datorprogram enligt omgångens regler. {handler} "
        "har gått igenom förslaget för barnet, och {decider} har beslutat.",
    P(HOW_DECIDED_ALONE) =
        "Omgångens förslag räknades fram av ett datorprogram enligt omgångens regler. {decider} "
        "har gått igenom förslaget för barnet och beslutat.",
    P(FOLLOWS_PROPOSAL) = "Beslutet är detsamma som förslaget. Så kom förslaget till:",
    P(OTHER) = "En annan placering än förslaget",
    P(OTHER_WAS) = "Omgångens förslag var {place}. Beslutet är ett annat.",
    P(OTHER_WAS_NONE) =
        "Omgångens förslag var att barnet inte får någon plats. Beslutet är ett annat.",
    P(OTHER_REASON) = "Skälet, som {by} skrev det den {date}:",
    P(OTHER_RESERVE) =
        "En plats blev ledig efter omgången och erbjöds barnet, som hellre ville ha den än det som "
        "barnet hade fått.",
    P(REASON_WITHHELD) =
        "Skälet skrivs inte ut här, för att skydda personuppgifter (32 § förvaltningslagen). "
        "Förvaltningen lämnar det på begäran.",
    P(OTHER_HOW) = "Så kom förslaget till, som beslutet alltså avviker från:",
    P(PLACE) = "{school} ({offer})",
    P(PLACE_FROM) = "{school} ({offer}) från {month}",

    P(APPEAL) = "Så överklagar du",
    P(APPEAL_BOTH) =
        "Du som är vårdnadshavare kan överklaga beslutet. Vem som prövar det beror på varför "
        "barnet inte fick den skola som ni önskade.",
    P(APPEAL_BOARD) = "Till Skolväsendets överklagandenämnd",
    P(APPEAL_BOARD_WHEN) =
        "Dit överklagar du om önskemålet fick vika för att det skulle ge kommunen betydande "
        "organisatoriska eller ekonomiska svårigheter, till exempel för att platserna inte räckte "
        "(9 kap. 15 § andra stycket, 10 kap. 30 § andra stycket och 28 kap. 12 § skollagen). "
        "Nämnden kan ändra beslutet.",
    P(APPEAL_BOARD_WHERE) =
        "Skriv till nämnden, men skicka överklagandet till {office}. Det ska ha kommit dit "
        "inom tre veckor från den dag då du fick beslutet.",
    P(APPEAL_COURT) = "Till förvaltningsrätten",
    P(APPEAL_COURT_WHEN) =
        "Den som är medlem i kommunen kan få prövat om beslutet är lagligt (13 kap. "
        "kommunallagen). Rätten kan upphäva ett olagligt beslut, men inte bestämma en annan plats.",
    P(APPEAL_COURT_NEAR) =
        "Dit överklagar du bland annat om önskemålet fick vika för ett annat barns rätt till en "
        "skola nära hemmet (9 kap. 15 § och 10 kap. 30 § skollagen, första stycket).",
    P(APPEAL_COURT_WHERE) =
        "Skicka överklagandet till {court}. Det ska ha kommit dit inom tre veckor från den "
        "dag då beslutet tillkännagavs på kommunens anslagstavla. Skicka det helst inom tre veckor "
        "från den dag då du fick beslutet, och fråga oss om du är osäker på dagen.",
    P(APPEAL_COURT_UNNAMED) = "förvaltningsrätten; adressen finns på www.domstol.se",
    P(APPEAL_OFFICE_UNNAMED) = "kommunen",
    P(APPEAL_WRITE) = "Skriv i överklagandet",
    P(APPEAL_WRITE_WHICH) =
        "vilket beslut det gäller: beslut {entry} den {date} om barnet med id {id}",
    P(APPEAL_WRITE_HOW) = "hur du vill att beslutet ska ändras, och varför",
    P(APPEAL_WRITE_WHO) =
        "barnets namn och personnummer, och ditt namn, din adress, ditt telefonnummer och din "
        "e-postadress. Har barnet två vårdnadshavare ska det framgå att båda står bakom det.",
    P(APPEAL_CHANGE) =
        "Kommunen kan själv ändra ett beslut som är oriktigt (37 och 38 §§ förvaltningslagen). "
        "Hör därför av dig om något i brevet är fel.",
    P(CONTACT) = "Frågor om beslutet",

    P(LOTTERY) = "Så kontrollerar du lotten",
    P(LOTTERY_ONE) =
        "När barn är lika i allt som räknas avgör lotten, och det lägsta lottnumret går först. "
        "Numret är de första 16 tecknen av SHA-256 av omgångens startvärde, en radbrytning och "
        "barnets id. Vem som helst kan alltså räkna fram det.",
    P(LOTTERY_EACH) =
        "När barn är lika i allt som räknas avgör lotten, och det lägsta lottnumret går först. "
        "Barnet har ett nummer för varje plats som söks: de första 16 tecknen av SHA-256 av "
        "omgångens startvärde, en radbrytning, barnets id, en radbrytning och platsens "
        "beteckning. Vem som helst kan alltså räkna fram det.",
    P(FIELD_SEED) = "Startvärde",
    P(FIELD_LOTTERY) = "Barnets lottnummer",
    P(LOTTERY_COMMAND) =
        "Den här raden visar numret i en dators terminal, där programmet sha256sum finns:",
    P(LOTTERY_COMMANDS) =
        "De här raderna visar numren i en dators terminal, där programmet sha256sum finns:",
    P(LOG) = "Beslutet är post {entry} i omgångens logg, med kontrollsumman {hash}.",

    P(SHEET_DECISIONS) = "Beslut",
    P(SHEET_SCHOOLS) = "Skolor",
    P(SHEET_LOG) = "Logg",
    P(COLUMN_NAME) = "Namn",
    P(COLUMN_METRES) = "Meter",
    P(COLUMN_STATE) = "Läge",
    P(COLUMN_SEATS) = "Platser",
    P(COLUMN_DECIDED) = "Beslutade",
    P(COLUMN_CONFIRMED) = "Bekräftade",
    P(COLUMN_PROPOSED) = "Föreslagna",
    P(COLUMN_RESERVE) = "På reservlistan",
    P(COLUMN_ENTRY) = "Post",
    P(COLUMN_AT) = "Tid (UTC)",
    P(COLUMN_USER) = "Vem",
    P(COLUMN_ACTION) = "Vad",
    P(COLUMN_BEFORE) = "Före",
    P(COLUMN_AFTER) = "Efter",
    P(COLUMN_REASON) = "Skäl",
    P(COLUMN_HASH) = "Kontrollsumma",
    P(STATE_DECIDED) = "beslutad",
    P(STATE_ACCEPTED) = "tackat ja",
    P(STATE_DECLINED) = "tackat nej",
    P(WITHHELD) = "(skrivs inte ut: skyddade personuppgifter)",
    },
};
// clang-format on
