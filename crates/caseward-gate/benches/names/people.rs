//! People who don't exist, for measuring how names are found: made up from syllables and spread like
//! real names (Zipf–Mandelbrot), the same on every run. Design §6.

/// SplitMix64, so that every run meets the same people.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.roll() % end.max(1) as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(self.below(from.len()))
            .copied()
            .unwrap_or_default()
    }
}

/// A list of names of which the n-th is borne by 1/(n + 2.7) of all, in proportion.
struct Spread {
    names: Vec<String>,
    sums: Vec<f64>,
}

impl Spread {
    fn new(count: usize, syllables: usize, dice: &mut Dice) -> Self {
        let mut sum = 0.0;
        let sums = (0..count).map(|rank| {
            sum += 1.0 / (rank as f64 + 2.7);
            sum
        });
        let sums = sums.collect();
        let names = (0..count).map(|_| made_up(syllables, dice)).collect();
        Self { names, sums }
    }

    fn draw(&self, dice: &mut Dice) -> &str {
        let whole = self.sums.last().copied().unwrap_or_default();
        let at = dice.roll() as f64 / u64::MAX as f64 * whole;
        let rank = self.sums.partition_point(|sum| *sum < at);
        self.names.get(rank).map_or("Nemo", String::as_str)
    }
}

/// A name of so many syllables, or one more.
fn made_up(syllables: usize, dice: &mut Dice) -> String {
    let starts = [
        "b", "c", "ch", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "qu", "r", "s", "sh",
        "st", "t", "th", "tr", "v", "w", "y", "z",
    ];
    let middles = ["a", "e", "i", "o", "u", "ie", "ea", "ou", "á", "é", "ü"];
    let ends = ["", "", "", "n", "r", "s", "l", "ck", "nd", "rt", "tz"];
    let mut name = String::new();
    for _ in 0..syllables + dice.below(2) {
        name.push_str(dice.pick(&starts));
        // Marks on about one vowel in forty.
        let plain = dice.below(40) != 0;
        let middles = if plain {
            middles.get(..8)
        } else {
            middles.get(8..)
        };
        name.push_str(dice.pick(middles.unwrap_or_default()));
        name.push_str(dice.pick(&ends));
    }
    name
}

/// One of them; a middle name is rare, and may be one letter.
pub(crate) struct Person {
    pub(crate) first: String,
    pub(crate) middle: String,
    pub(crate) last: String,
}

/// So many people, the same on every run.
pub(crate) fn people(count: usize) -> Vec<Person> {
    let mut dice = Dice(2026);
    let firsts = Spread::new(20_000, 2, &mut dice);
    let lasts = Spread::new(400_000, 2, &mut dice);
    let person = |_| {
        let first = firsts.draw(&mut dice).to_owned();
        let middle = match dice.below(10) {
            0..3 => firsts.draw(&mut dice).to_owned(),
            3..5 => firsts.draw(&mut dice).chars().take(1).collect(),
            _ => String::new(),
        };
        let mut last = lasts.draw(&mut dice).to_owned();
        if dice.below(20) == 0 {
            last = format!("{last}-{}", lasts.draw(&mut dice));
        }
        Person {
            first,
            middle,
            last,
        }
    };
    (0..count).map(person).collect()
}

/// One slip: a letter missing, extra, wrong, or swapped with the next.
pub(crate) fn mistype(word: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = dice.below(letters.len().saturating_sub(1));
    let other = char::from(b'a' + dice.below(26) as u8);
    match dice.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, other),
        2 => letters.swap(at, at + 1),
        _ => letters
            .iter_mut()
            .skip(at)
            .take(1)
            .for_each(|letter| *letter = other),
    }
    letters.into_iter().collect()
}
