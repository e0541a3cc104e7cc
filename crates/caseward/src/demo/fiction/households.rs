//! The fictional people: 35 households with names of plants, stones and weather, none of them real.
//!
//! Each is there for a reason that a visitor can try out; the reason stands above the household.

use super::cast::Fact::{
    Alcohol, Called, Chronic, CodeName, Developmental, Died, Drugs, Earns, Fleeing, Hiv,
    MentalHealth, Physical, Pregnant, Retired, Spanish, Ssdi, Ssi, Ssn, Survivor, Veteran,
};
use super::cast::{Household, Person, Stay, child, head, partner, relative, stayed, stays};
use super::places::{FAMILY, NIGHT, OUTREACH, RAPID, SUPPORTIVE};

const WHITE: &[&str] = &["White"];
const BLACK: &[&str] = &["BlackAfAmerican"];
const ASIAN: &[&str] = &["Asian"];
const LATINA: &[&str] = &["HispanicLatinao"];
const NATIVE: &[&str] = &["AmIndAKNative"];
const PACIFIC: &[&str] = &["NativeHIPacific"];
const MIDDLE_EAST: &[&str] = &["MidEastNAfrican"];
const LATINA_WHITE: &[&str] = &["HispanicLatinao", "White"];
const BLACK_WHITE: &[&str] = &["BlackAfAmerican", "White"];
const UNTOLD: &[&str] = &[];

/// People who came together, the one who is assigned to them, and where they stayed.
const fn came(
    worker: Option<&'static str>,
    stays: &'static [Stay],
    members: &'static [Person],
) -> Household {
    Household {
        worker,
        stays,
        members,
    }
}

const WREN: Option<&str> = Some("wren");
const MATEO: Option<&str> = Some("mateo");
const TANSY: Option<&str> = Some("tansy");
const ROWAN: Option<&str> = Some("rowan");
const BASIL: Option<&str> = Some("basil");

/// Everyone who has a file.
pub(super) const HOUSEHOLDS: &[Household] = &[
    // Reads her own file; a neighbour told something that she must not find in it.
    came(
        MATEO,
        &[stayed(FAMILY, 410, 313, 301, 435), stays(RAPID, 300, 101)],
        &[
            head("1001", ("Juniper", "Ashgrove"), 34, 0, BLACK).with(&[
                Earns(1480),
                Chronic,
                Ssn("000120034"),
            ]),
            child("1002", ("Bryony", "Ashgrove"), 9, 0, BLACK),
            child("1003", ("Alder", "Ashgrove"), 4, 1, BLACK).with(&[Developmental]),
        ],
    ),
    // Fleeing now: protected from the first import.
    came(
        WREN,
        &[stays(FAMILY, 48, 312)],
        &[
            head("1101", ("Saffron", "Nightjar"), 29, 0, WHITE).with(&[Fleeing, MentalHealth]),
            child("1102", ("Pip", "Nightjar"), 6, 1, WHITE),
        ],
    ),
    // Saffron's former partner, with another worker: a wall stands between the two files.
    came(
        ROWAN,
        &[stays(OUTREACH, 120, 116)],
        &[head("1201", ("Granite", "Stormwell"), 33, 1, WHITE).with(&[Earns(620)])],
    ),
    // Once close to a caseworker: that caseworker never sees this file.
    came(
        BASIL,
        &[stays(OUTREACH, 260, 116)],
        &[head("1301", ("Azalea", "Windrow"), 31, 0, LATINA_WHITE).with(&[Physical])],
    ),
    // Partners who came apart and are still a couple: they count as linked.
    came(
        ROWAN,
        &[stays(OUTREACH, 190, 116)],
        &[head("1401", ("Calder", "Mosswood"), 47, 1, NATIVE).with(&[Alcohol, Veteran])],
    ),
    came(
        ROWAN,
        &[stays(OUTREACH, 188, 116)],
        &[head("1501", ("Meadow", "Larkstone"), 44, 0, NATIVE).with(&[Chronic, Survivor])],
    ),
    // Lives with HIV; nobody but those who need to may read so.
    came(
        ROWAN,
        &[stays(SUPPORTIVE, 505, 101)],
        &[head("1601", ("Jasper", "Lodestone"), 41, 1, BLACK).with(&[Hiv, Ssdi, Chronic])],
    ),
    // Records about drugs and about mental health, each with a key of its own.
    came(
        ROWAN,
        &[
            stayed(OUTREACH, 470, 116, 331, 435),
            stays(SUPPORTIVE, 330, 116),
        ],
        &[head("1701", ("Cedar", "Bellweather"), 52, 1, WHITE).with(&[
            Drugs,
            Alcohol,
            MentalHealth,
            Ssi,
        ])],
    ),
    // Died; protection does not end with it.
    came(
        ROWAN,
        &[stayed(SUPPORTIVE, 520, 101, 95, 24)],
        &[head("1801", ("Ansel", "Slatehill"), 71, 1, WHITE)
            .with(&[Retired, Chronic, Veteran, Died])],
    ),
    // Gave a code name and a guess at an age.
    came(
        ROWAN,
        &[stays(OUTREACH, 33, 116)],
        &[head("1901", ("Bluejay", ""), 40, 99, UNTOLD)
            .about()
            .with(&[CodeName])],
    ),
    // Sixteen and alone: a minor who heads a household.
    came(
        ROWAN,
        &[stays(OUTREACH, 21, 336)],
        &[head("2001", ("Clover", "Dewpond"), 16, 0, WHITE)],
    ),
    came(
        WREN,
        &[stayed(NIGHT, 350, 116, 62, 9), stays(NIGHT, 40, 116)],
        &[head("2101", ("Álvaro", "Piedralisa"), 45, 1, LATINA)
            .middle("Tomás")
            .with(&[Spanish, Earns(940)])],
    ),
    came(
        WREN,
        &[stays(FAMILY, 66, 313)],
        &[
            head("2201", ("María José", "Nuez Avellana"), 37, 0, LATINA).with(&[
                Spanish,
                Survivor,
                Earns(1120),
            ]),
            partner("2202", ("Iñigo", "Roble del Monte"), 39, 1, LATINA_WHITE)
                .with(&[Spanish, Earns(1360)]),
            child("2203", ("Lucía", "Roble Nuez"), 12, 0, LATINA),
            child("2204", ("Noé", "Roble Nuez"), 7, 1, LATINA),
        ],
    ),
    came(
        WREN,
        &[stayed(NIGHT, 300, 207, 140, 410)],
        &[head("2301", ("Søren", "Tindsten"), 58, 1, WHITE).with(&[Physical, Retired])],
    ),
    came(
        WREN,
        &[stays(NIGHT, 15, 206)],
        &[head("2401", ("Maeve", "O'Willow"), 63, 0, WHITE).with(&[Chronic, Physical])],
    ),
    // A survivor of long ago, which only proposes protection: a person must decide.
    came(
        MATEO,
        &[stayed(FAMILY, 360, 312, 246, 435), stays(RAPID, 245, 101)],
        &[
            head("2501", ("Łucja", "Bursztyn"), 42, 0, WHITE).with(&[Survivor, Earns(1900)]),
            child("2502", ("Kalina", "Bursztyn"), 14, 0, WHITE),
            relative("2503", ("Wierzba", "Bursztyn"), 68, 0, WHITE).with(&[Retired]),
        ],
    ),
    // Fleeing, in rapid rehousing: the address is the secret.
    came(
        MATEO,
        &[stayed(FAMILY, 150, 314, 93, 435), stays(RAPID, 92, 101)],
        &[
            head("2601", ("Peony", "Sandbar"), 26, 0, PACIFIC).with(&[
                Fleeing,
                Pregnant,
                Earns(870),
            ]),
            child("2602", ("Coral", "Sandbar"), 3, 0, PACIFIC),
        ],
    ),
    came(
        MATEO,
        &[stayed(RAPID, 480, 101, 118, 410)],
        &[head("2701", ("Birch", "Tanglewood"), 36, 1, BLACK_WHITE).with(&[Veteran, Earns(2250)])],
    ),
    came(
        MATEO,
        &[stays(RAPID, 170, 101)],
        &[
            head("2801", ("N'Deye", "Sandrose"), 40, 0, BLACK).with(&[Earns(1710)]),
            partner("2802", ("Moussa", "Sandrose"), 43, 1, BLACK).with(&[Physical, Ssi]),
            child("2803", ("Aïda", "Sandrose"), 15, 0, BLACK),
            child("2804", ("Baobab", "Sandrose"), 11, 1, BLACK),
            child("2805", ("Kora", "Sandrose"), 2, 0, BLACK),
        ],
    ),
    // One name, as on the birth certificate.
    came(
        MATEO,
        &[stays(RAPID, 110, 302)],
        &[head("2901", ("Estrella", ""), 23, 0, LATINA).with(&[Earns(1240), Ssn("666010023")])],
    ),
    // Two names that sound alike: a search must not mix them up.
    came(
        MATEO,
        &[stays(RAPID, 205, 101)],
        &[head("3001", ("Josefina", "Lagoazul"), 55, 0, LATINA).with(&[Chronic, Ssdi])],
    ),
    came(
        TANSY,
        &[stayed(FAMILY, 270, 410, 160, 422)],
        &[head("3101", ("Josephine", "Lagoazule"), 54, 0, WHITE).with(&[Retired])],
    ),
    came(
        TANSY,
        &[stays(FAMILY, 84, 335)],
        &[
            head("3201", ("Zoë", "Quartzmere"), 30, 0, WHITE).with(&[Pregnant, Earns(760)]),
            partner("3202", ("Flurry", "Quartzmere"), 32, 1, WHITE).with(&[Earns(1530)]),
            child("3203", ("Opal", "Quartzmere"), 5, 0, WHITE),
        ],
    ),
    came(
        TANSY,
        &[stays(FAMILY, 31, 314)],
        &[
            head("3301", ("D'Arcy", "Pebblebrook"), 38, 1, WHITE).with(&[Earns(1150)]),
            child("3302", ("Fern", "Pebblebrook"), 10, 0, WHITE),
            child("3303", ("Reed", "Pebblebrook"), 8, 1, WHITE),
        ],
    ),
    came(
        ROWAN,
        &[stays(SUPPORTIVE, 400, 116)],
        &[head("3401", ("Nguyễn Trúc", "Lam"), 60, 0, ASIAN).with(&[MentalHealth, Physical, Ssi])],
    ),
    came(
        ROWAN,
        &[stays(SUPPORTIVE, 365, 118)],
        &[
            head("3501", ("Hazel", "Thundercroft"), 49, 0, NATIVE).with(&[
                MentalHealth,
                Survivor,
                Ssi,
            ]),
            relative("3502", ("Cumulus", "Thundercroft"), 20, 1, NATIVE).with(&[Earns(980)]),
        ],
    ),
    came(
        ROWAN,
        &[stays(SUPPORTIVE, 240, 204)],
        &[head("3601", ("Anne-Lise", "Snöberg"), 46, 0, WHITE).with(&[MentalHealth, Ssdi])],
    ),
    // A name to use that is not the one on paper.
    came(
        ROWAN,
        &[stays(OUTREACH, 57, 116)],
        &[head("3701", ("Basalt", "Evermarsh"), 27, 9, BLACK).with(&[
            Called("Ember"),
            Drugs,
            Ssn("900010027"),
        ])],
    ),
    came(
        ROWAN,
        &[stayed(OUTREACH, 330, 116, 215, 30)],
        &[head("3801", ("Tamarisk", "Dunewalker"), 35, 1, MIDDLE_EAST)],
    ),
    came(
        ROWAN,
        &[stays(OUTREACH, 140, 116)],
        &[head("3901", ("Ondřej", "Lipový"), 50, 1, WHITE).with(&[Alcohol, Physical])],
    ),
    // Said no to sharing; that alone protects.
    came(
        WREN,
        &[stays(NIGHT, 90, 116)],
        &[head("4001", ("Larkspur", "Hollowell"), 39, 0, BLACK).with(&[Earns(500), Chronic])],
    ),
    // Nobody is assigned: nobody sees them without a recorded duty.
    came(
        None,
        &[stays(NIGHT, 9, 116)],
        &[head("4101", ("Cirrus", "Vane"), 28, 1, ASIAN)],
    ),
    came(
        None,
        &[stays(FAMILY, 6, 313)],
        &[
            head("4201", ("Myrtle", "Foxglen"), 33, 0, BLACK_WHITE).with(&[Fleeing]),
            child("4202", ("Sorrel", "Foxglen"), 8, 0, BLACK_WHITE),
            child("4203", ("Teasel", "Foxglen"), 2, 1, BLACK_WHITE),
        ],
    ),
    came(
        WREN,
        &[
            stayed(NIGHT, 500, 116, 420, 313),
            stayed(NIGHT, 200, 313, 130, 410),
        ],
        &[head("4301", ("Feldspar", "Quill"), 48, 1, WHITE).with(&[Veteran, Alcohol])],
    ),
    came(
        MATEO,
        &[stayed(RAPID, 430, 101, 66, 410)],
        &[
            head("4401", ("Hawthorn", "Redclay"), 44, 1, BLACK).with(&[Earns(2480)]),
            partner("4402", ("Delphine", "Redclay"), 41, 0, BLACK).with(&[Earns(1320)]),
            child("4403", ("Amber", "Redclay"), 13, 0, BLACK),
        ],
    ),
];
