//! How the fictional people are described: who they are, who belongs together, and where they stayed.

/// What is known about when someone was born.
#[derive(Debug, Clone, Copy)]
pub(super) enum Born {
    /// So many years old today, birthday known.
    Aged(i16),
    /// About so many years old: only the year was told.
    About(i16),
}

/// Something about a person that some file of the export holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    /// Is fleeing violence now, which protects (CC-2.4).
    Fleeing,
    /// Survived violence long ago, which only proposes protection.
    Survivor,
    /// Lives with HIV.
    Hiv,
    /// Has trouble with alcohol.
    Alcohol,
    /// Has trouble with drugs.
    Drugs,
    /// Lives with a mental-health condition.
    MentalHealth,
    /// Has a physical disability.
    Physical,
    /// Has a developmental disability.
    Developmental,
    /// Has a chronic illness.
    Chronic,
    /// Expects a child.
    Pregnant,
    /// Served in the military.
    Veteran,
    /// Earns so many dollars a month.
    Earns(u32),
    /// Receives supplemental security income.
    Ssi,
    /// Receives disability insurance.
    Ssdi,
    /// Receives a retirement pension.
    Retired,
    /// The project helped them die in peace: the stay ended so.
    Died,
    /// Gave a code name and almost nothing else.
    CodeName,
    /// Speaks Spanish and would like an interpreter.
    Spanish,
    /// Gave a number; it is one that was never issued.
    Ssn(&'static str),
    /// Uses another name than the one on paper.
    Called(&'static str),
}

/// One fictional person.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    /// The PersonalID.
    pub(super) id: &'static str,
    pub(super) first: &'static str,
    pub(super) middle: &'static str,
    pub(super) last: &'static str,
    pub(super) born: Born,
    /// HUD's code: 0 female, 1 male, 8, 9, 99.
    pub(super) sex: u8,
    /// The columns of Client.csv that are 1.
    pub(super) race: &'static [&'static str],
    /// HUD's RelationshipToHoH.
    pub(super) relation: u8,
    pub(super) facts: &'static [Fact],
}

impl Person {
    /// Whether something is true of this person.
    pub(super) fn has(&self, fact: Fact) -> bool {
        self.facts.contains(&fact)
    }

    /// Years of age today, as far as it is known.
    pub(super) const fn age(&self) -> i16 {
        match self.born {
            Born::Aged(years) | Born::About(years) => years,
        }
    }

    /// HUD asks some things of adults and heads of household only.
    pub(super) const fn is_asked_as_adult(&self) -> bool {
        self.age() >= 18 || self.relation == 1
    }

    /// The same person with a middle name.
    pub(super) const fn middle(mut self, middle: &'static str) -> Self {
        self.middle = middle;
        self
    }

    /// The same person with an approximate age.
    pub(super) const fn about(mut self) -> Self {
        self.born = Born::About(self.age());
        self
    }

    /// The same person, with what is known about them.
    pub(super) const fn with(mut self, facts: &'static [Fact]) -> Self {
        self.facts = facts;
        self
    }
}

type Races = &'static [&'static str];

const fn person(
    id: &'static str,
    name: (&'static str, &'static str),
    age: i16,
    sex: u8,
    race: Races,
    relation: u8,
) -> Person {
    let (first, last) = name;
    Person {
        id,
        first,
        middle: "",
        last,
        born: Born::Aged(age),
        sex,
        race,
        relation,
        facts: &[],
    }
}

/// The head of a household.
pub(super) const fn head(
    id: &'static str,
    name: (&'static str, &'static str),
    age: i16,
    sex: u8,
    race: Races,
) -> Person {
    person(id, name, age, sex, race, 1)
}

/// A child of the head.
pub(super) const fn child(
    id: &'static str,
    name: (&'static str, &'static str),
    age: i16,
    sex: u8,
    race: Races,
) -> Person {
    person(id, name, age, sex, race, 2)
}

/// The spouse or partner of the head.
pub(super) const fn partner(
    id: &'static str,
    name: (&'static str, &'static str),
    age: i16,
    sex: u8,
    race: Races,
) -> Person {
    person(id, name, age, sex, race, 3)
}

/// A parent, brother, aunt … of the head.
pub(super) const fn relative(
    id: &'static str,
    name: (&'static str, &'static str),
    age: i16,
    sex: u8,
    race: Races,
) -> Person {
    person(id, name, age, sex, race, 4)
}

/// One time with one project.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stay {
    /// A ProjectID.
    pub(super) project: &'static str,
    /// Days ago of the entry.
    pub(super) came: i32,
    /// Days ago of the exit and HUD's Destination; `None` while it lasts.
    pub(super) left: Option<(i32, u16)>,
    /// HUD's LivingSituation the night before.
    pub(super) from: u16,
}

/// A stay that still lasts.
pub(super) const fn stays(project: &'static str, came: i32, from: u16) -> Stay {
    Stay {
        project,
        came,
        left: None,
        from,
    }
}

/// A stay that is over.
pub(super) const fn stayed(
    project: &'static str,
    came: i32,
    from: u16,
    left: i32,
    to: u16,
) -> Stay {
    Stay {
        project,
        came,
        left: Some((left, to)),
        from,
    }
}

/// People who came together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Household {
    /// The persona who is assigned, if anyone is.
    pub(super) worker: Option<&'static str>,
    /// Their times with the projects, the earliest first.
    pub(super) stays: &'static [Stay],
    /// The head first.
    pub(super) members: &'static [Person],
}
