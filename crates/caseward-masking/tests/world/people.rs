//! Invented people: names as frequent as names are, and five identifiers and more for each.

use caseward_masking::{Name, Person};
use jiff::civil::{Date, date};

use super::dice::Dice;

const GIVEN: &str = "James Mary Michael Patricia Robert Jennifer John Linda David Elizabeth William Barbara Richard Susan \
 Joseph Jessica Thomas Karen Christopher Sarah Charles Lisa Daniel Nancy Matthew Sandra Anthony Betty Mark Ashley Donald \
 Emily Steven Kimberly Andrew Margaret Paul Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa Timothy Deborah \
 Ronald Stephanie Jason Rebecca George Sharon Edward Laura Jeffrey Cynthia Ryan Dorothy Jacob Amy Nicholas Kathleen Gary \
 Angela Eric Shirley Jonathan Emma Stephen Brenda Larry Pamela Justin Nicole Scott Anna Brandon Samantha Benjamin Katherine \
 Samuel Christine Gregory Debra Alexander Rachel Patrick Carolyn Frank Janet Raymond Maria Jack Olivia Dennis Heather Jerry \
 Helen Tyler Catherine Aaron Diane José Julie Adam Victoria Nathan Joyce Henry Lauren Zachary Kelly Douglas Christina Peter \
 Ruth Kyle Joan Noah Virginia Ethan Judith Jeremy Evelyn Christian Hannah Walter Andrea Keith Megan Austin Cheryl Roger \
 Jacqueline Terry Madison Sean Teresa Gerald Abigail Carl Sophia Dylan Martha Harold Sara Jordan Gloria Jesse Janice Bryan \
 Kathryn Lawrence Ann Arthur Isabella Gabriel Judy Bruce Charlotte Logan Julia Billy Grace Joe Amber Alan Alice Juan Jean \
 Elijah Denise Willie Frances Albert Danielle Wayne Marilyn Randy Natalie Mason Beverly Vincent Diana Liam Brittany Roy \
 Theresa Bobby Kayla Caleb Alexis Bradley Doris Russell Lori Lucas Tiffany Luis Guadalupe Carlos Rosa Miguel María Ángel \
 Lucía Jesús Sofía Andrés Inés Rubén Belén Martín Nuria Óscar Begoña Raúl Concepción Sebastián Pilar Joaquín Consuelo \
 Mercedes Dolores Esperanza Ximena Yolanda Rocío Araceli Graciela Fernanda Alejandra Verónica Mohammed Fatima Ahmed Aisha \
 Omar Layla Yusuf Zainab Hassan Mariam Nguyen Linh Minh Thuy Quang Wei Xiuying Hiroshi Yuki Priya Arjun Deepika Ravi Oksana \
 Dmitri Svetlana Jürgen Käthe Zoë Chloë Renée Noémie François Søren Åse Łukasz Małgorzata Siobhán Niamh Seán DeShawn \
 LaToya Jamal Keisha Tyrone Imani Malik Aaliyah Darnell Ebony Hope Faith Joy Will Rose May Hunter Chase Summer Dawn Ruby \
 Pearl Iris Daisy Violet Ivy Robin Glen Cliff Dale Drew Miles Max Victor Norman Earl Jewel Olive Autumn Melody Destiny";

const FAMILY: &str = "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson \
 Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker \
 Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter \
 Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers \
 Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez Wood \
 James Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster Jimenez Powell Jenkins \
 Perry Russell Sullivan Bell Coleman Butler Henderson Barnes Gonzales Fisher Vasquez Simmons Romero Jordan Patterson \
 Alexander Hamilton Graham Reynolds Griffin Wallace Moreno West Cole Hayes Bryant Herrera Gibson Ellis Tran Medina Aguilar \
 Stevens Murray Ford Castro Marshall Owens Harrison Fernandez McDonald Woods Washington Kennedy Wells Vargas Henry Chen \
 Freeman Webb Tucker Guzman Burns Crawford Olson Simpson Porter Hunter Gordon Mendez Silva Shaw Snyder Mason Dixon Muñoz \
 Hunt Hicks Holmes Palmer Wagner Black Robertson Boyd Rose Stone Salazar Fox Warren Mills Meyer Rice Schmidt Garza Daniels \
 Ferguson Nichols Stephens Soto Weaver Ryan Gardner Payne Grant Dunn Kelley Spencer Hawkins Arnold Pierce Hansen Peters \
 Santos Hart Bradley Knight Elliott Cunningham Duncan Armstrong Hudson Carroll Lane Riley Andrews Alvarado Ray Delgado \
 Berry Perkins Hoffman Johnston Matthews Peña Richards Contreras Willis Carpenter Lawrence Sandoval Guerrero George Chapman \
 Rios Estrada Ortega Watkins Greene Núñez Wheeler Valdez Harper Burke Larson Santiago Maldonado Morrison Franklin Carlson \
 Austin Dominguez Carr Lawson Jacobs O'Brien Lynch Singh Vega Bishop Montgomery Oliver Jensen Harvey Williamson Gilbert Dean \
 Sims Espinoza Howell Li Wong Reid Hanson Le McCoy Garrett Burton Fuller Wang Weber Welch Rojas Lucas Márquez Fields Park \
 Yang Little Banks Padilla Day Walsh Bowman Schultz Luna Fowler Mejía O'Connor McCarthy Ibáñez Zúñiga Łukaszewski Nowak \
 Kowalczyk Müller Schröder Jørgensen Nyström Haddad Al-Rashid Mansour Khan Ali Hussein Pham Hoàng Đặng Võ Ivanova Petrov \
 García-Márquez Smith-Jones Lloyd-Webber D'Angelo D'Amico O'Malley O'Sullivan MacLeod MacKenzie McKinney McPherson \
 FitzGerald St._John St._Clair van_der_Berg van_Dyke de_la_Cruz de_la_Rosa del_Río de_León La_Salle Di_Marco von_Hagen";

const BEGIN: &str = "Al Ash Ald Arl Bal Bar Bel Ber Blan Bo Brad Bran Bre Bur Cal Car Cas Chal Ches Clay Col Con Cor Cran Cul Dal Dar \
 Del Den Dor Dray Dun Ed El Em Er Ever Fal Far Fen Fin Gal Gar Gil Glen Gor Grim Had Hal Ham Har Hart Has Hel Hin Hol Hor \
 Hux Ing Kel Ken Kil Kin Kirk Lam Lan Lar Led Lin Lock Lor Mal Mar Mel Mer Mid Mil Mon Mor Nor Oak Or Os Pel Pem Pen Per \
 Quin Rad Ran Raw Red Ren Ros Rud Ruth Sal San Sel Shel Sin Stan Ster Stoc Sut Tal Tar Tem Thorn Til Tor Tre Und Val Ver \
 Wad Wal War Wes Whit Win Wor Yar Zim";
const MIDDLE: &str = "a be ca de ing er o i le ma na or ri sa ta u va en an es";
const END: &str = "berg bert bourne brook bury by cott croft dale den don dorf field ford gard gate ham hart holt hurst ingham \
 ington kins land ley lin low man mann mere mont more nell ner ness ock over pole quist ridge row sby sell shaw sky son stad \
 stead stein sworth ter thorpe ton torp vale vard ville wald way well wick win wood worth yard zer ski wicz enko ova ez oso";

const STREETS: &str = "Elm Maple Oak Washington Cedar Lake Hill Walnut Spring Chestnut Willow Highland Lincoln Jackson Church \
 Sunset Jefferson Franklin River Cherry Hickory Meadow Forest Dogwood Laurel Magnolia Juniper Aspen Birch Harbor Quarry \
 Mill Ridge Valley Prospect Madison Monroe Adams Grant Sheridan Sycamore Poplar Locust Bayview Fairview Clearwater Stonegate \
 Kingsley Ashford Brookhaven Winslow Hawthorne Pemberton Larkspur Foxglove Martin_Luther_King Old_Mill Four_Winds 5th 23rd";
const TYPES: [&str; 8] = [
    "Street",
    "Avenue",
    "Road",
    "Drive",
    "Lane",
    "Court",
    "Boulevard",
    "Place",
];
const TOWNS: &str = "Springfield Riverton Fairmont Lakewood Georgetown Clifton Salem Milton Ashland Dover Newport Oakdale \
 Bridgeport Kingston Hudson Franklin Auburn Winchester San_Marcos Santa_Rosa El_Cerrito Cedar_Falls";
const STATES: [&str; 10] = ["IL", "OH", "TX", "CA", "NY", "WA", "FL", "GA", "NM", "OR"];
const DOMAINS: [&str; 6] = [
    "example.com",
    "mail.example.org",
    "post.example.net",
    "example.org",
    "inbox.example.com",
    "casa.example.es",
];

/// An invented person, with what a note may say of them.
#[derive(Clone, Debug)]
pub struct Invented {
    pub given: String,
    pub middle: String,
    pub family: String,
    pub former: Option<String>,
    pub born: Date,
    pub phone: [u16; 3],
    pub mail: String,
    pub house: usize,
    pub direction: &'static str,
    pub street: String,
    pub street_type: &'static str,
    pub flat: Option<usize>,
    pub town: String,
    pub state: &'static str,
    pub zip: usize,
    pub ssn: [u16; 3],
    pub record: String,
    pub plate: String,
}

fn words(list: &'static str) -> Vec<&'static str> {
    list.split_whitespace().collect()
}

/// The lists, split once.
pub struct Lists {
    given: Vec<&'static str>,
    family: Vec<&'static str>,
    begin: Vec<&'static str>,
    middle: Vec<&'static str>,
    end: Vec<&'static str>,
    streets: Vec<&'static str>,
    towns: Vec<&'static str>,
}

impl Lists {
    pub fn new() -> Self {
        Self {
            given: words(GIVEN),
            family: words(FAMILY),
            begin: words(BEGIN),
            middle: words(MIDDLE),
            end: words(END),
            streets: words(STREETS),
            towns: words(TOWNS),
        }
    }

    pub fn surname(&self, dice: &mut Dice) -> String {
        let made = 120_000;
        let rank = dice.rank(self.family.len() + made, 60.0);
        match self.family.get(rank) {
            Some(name) => name.replace('_', " "),
            None => self.made_up(rank - self.family.len()),
        }
    }

    /// A surname that nobody has heard of, by its number.
    fn made_up(&self, number: usize) -> String {
        let (begin, rest) = (number % self.begin.len(), number / self.begin.len());
        let (end, middle) = (rest % self.end.len(), rest / self.end.len());
        let middle = match middle {
            0 => "",
            _ => self.middle[(middle - 1) % self.middle.len()],
        };
        format!("{}{middle}{}", self.begin[begin], self.end[end])
    }

    fn given(&self, dice: &mut Dice) -> &'static str {
        self.given[dice.rank(self.given.len(), 70.0)]
    }

    pub fn person(&self, dice: &mut Dice, number: usize) -> Invented {
        let mut given = self.given(dice).to_owned();
        let mut family = self.surname(dice);
        let is_spanish = given.contains(['í', 'é', 'á', 'ó', 'ñ']);
        if is_spanish && dice.happens(0.5) {
            given = format!("{given} {}", self.given(dice));
        }
        if is_spanish && dice.happens(0.6) {
            family = format!("{family} {}", self.surname(dice));
        }
        let middle = if dice.happens(0.8) {
            self.given(dice)
        } else {
            ""
        };
        let former = dice.happens(0.1).then(|| self.surname(dice));
        Invented {
            middle: middle.to_owned(),
            former,
            born: date(
                dice.between(1935, 2020) as i16,
                dice.between(1, 13) as i8,
                dice.between(1, 29) as i8,
            ),
            phone: [
                dice.between(201, 990) as u16,
                dice.between(200, 999) as u16,
                dice.below(10_000) as u16,
            ],
            mail: mail(&given, &family, number, dice),
            house: dice.between(1, 9900),
            direction: if dice.happens(0.3) {
                dice.one(&["North", "South", "East", "West"])
            } else {
                ""
            },
            street: dice.one(&self.streets).replace('_', " "),
            street_type: dice.one(&TYPES),
            flat: dice.happens(0.4).then(|| dice.between(1, 60)),
            town: dice.one(&self.towns).replace('_', " "),
            state: dice.one(&STATES),
            zip: dice.between(10_000, 99_999),
            ssn: [
                dice.between(1, 665) as u16,
                dice.between(1, 100) as u16,
                dice.between(1, 10_000) as u16,
            ],
            record: match number % 3 {
                0 => format!("{:07}", 1_000_000 + number * 7 % 8_999_999),
                1 => format!("C-{:06}", number % 1_000_000),
                _ => format!("HM{:02}-{:05}", number % 90 + 10, number % 99_999),
            },
            plate: format!(
                "{}{}{}{}-{:03}",
                dice.between(1, 10),
                letter(dice),
                letter(dice),
                letter(dice),
                number % 1000
            ),
            given,
            family,
        }
    }
}

fn mail(given: &str, family: &str, number: usize, dice: &mut Dice) -> String {
    let (given, family) = (plain_letters(given), plain_letters(family));
    let local = match number % 3 {
        0 => format!("{given}.{family}{}", number % 97),
        1 => format!("{}{family}{number}", given.chars().next().unwrap()),
        _ => format!("{given}_{number}"),
    };
    format!("{local}@{}", dice.one(&DOMAINS))
}

fn letter(dice: &mut Dice) -> char {
    dice.one(&[
        'A', 'B', 'C', 'D', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'P', 'R', 'S', 'T', 'X', 'Z',
    ])
}

/// Small plain letters.
fn plain_letters(text: &str) -> String {
    super::writing::without_marks(text)
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect::<String>()
        .to_ascii_lowercase()
}

impl Invented {
    pub fn full(&self) -> String {
        format!("{} {}", self.given, self.family)
    }

    pub fn phone(&self) -> String {
        let [a, b, c] = self.phone;
        format!("({a}) {b}-{c:04}")
    }

    pub fn ssn(&self) -> String {
        let [a, b, c] = self.ssn;
        format!("{a:03}-{b:02}-{c:04}")
    }

    pub fn line(&self) -> String {
        let direction = if self.direction.is_empty() {
            String::new()
        } else {
            format!("{} ", self.direction)
        };
        format!(
            "{} {direction}{} {}",
            self.house, self.street, self.street_type
        )
    }

    pub fn address(&self) -> String {
        let flat = self.flat.map_or(String::new(), |it| format!(", Apt {it}"));
        format!(
            "{}{flat}, {}, {} {}",
            self.line(),
            self.town,
            self.state,
            self.zip
        )
    }

    /// As the office knows them.
    pub fn person(&self) -> Person {
        let name = |family: &str| Name {
            given: self.given.clone(),
            middle: self.middle.clone(),
            family: family.to_owned(),
        };
        let former = self.former.iter().map(|family| name(family));
        Person {
            names: std::iter::once(name(&self.family)).chain(former).collect(),
            called: Vec::new(),
            births: vec![self.born],
            phones: vec![self.phone()],
            mails: vec![self.mail.clone()],
            addresses: vec![self.address()],
            ssns: vec![self.ssn()],
            numbers: vec![self.record.clone()],
            plates: vec![self.plate.clone()],
        }
    }
}

/// So many people, by a seed.
pub fn invent(count: usize, seed: u64) -> impl Iterator<Item = Invented> {
    let lists = Lists::new();
    let mut dice = Dice::seeded(seed);
    (0..count).map(move |number| lists.person(&mut dice, number))
}
