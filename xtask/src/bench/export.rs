//! An invented HMIS export of any number of people, in HUD's layout of FY2026.

use std::io::Write;
use std::path::Path;

use super::new_file;
use super::template::{Invented, Template};

/// The project in which everyone is enrolled.
pub(super) const PROJECT: &str = "P1";

/// A file: its name, its header, and the cells that aren't blank, row by row for each person.
type Sheet = (&'static str, &'static str, &'static [&'static [Cell]]);
type Cell = (&'static str, &'static str);

/// What there is once for the whole export.
const OFFICE: [Sheet; 3] = [
    (
        "Export",
        "ExportID,SourceType,SourceID,SourceName,SourceContactFirst,SourceContactLast,SourceContactPhone,SourceContactExtension,SourceContactEmail,ExportDate,ExportStartDate,ExportEndDate,SoftwareName,SoftwareVersion,CSVVersion,ExportPeriodType,ExportDirective,HashStatus,ImplementationID",
        &[&[
            ("SourceType", "2"),
            ("SourceID", "bench"),
            ("SourceName", "Another system"),
            ("ExportDate", "2026-11-01 08:00:00"),
            ("ExportStartDate", "2025-11-01"),
            ("ExportEndDate", "2026-10-31"),
            ("SoftwareName", "Invented"),
            ("CSVVersion", "2026 v1.0"),
            ("ExportPeriodType", "3"),
            ("ExportDirective", "2"),
            ("HashStatus", "1"),
            ("ImplementationID", "I1"),
        ]],
    ),
    (
        "Organization",
        "OrganizationID,OrganizationName,VictimServiceProvider,OrganizationCommonName,DateCreated,DateUpdated,UserID,DateDeleted,ExportID",
        &[&[
            ("OrganizationID", "O1"),
            ("OrganizationName", "Invented House"),
            ("VictimServiceProvider", "0"),
        ]],
    ),
    (
        "Project",
        "ProjectID,OrganizationID,ProjectName,ProjectCommonName,OperatingStartDate,OperatingEndDate,ContinuumProject,ProjectType,HousingType,RRHSubType,ResidentialAffiliation,TargetPopulation,HOPWAMedAssistedLivingFac,PITCount,DateCreated,DateUpdated,UserID,DateDeleted,ExportID",
        &[&[
            ("ProjectID", PROJECT),
            ("OrganizationID", "O1"),
            ("ProjectName", "Invented Shelter"),
            ("OperatingStartDate", "2020-01-01"),
            ("ContinuumProject", "1"),
            ("ProjectType", "1"),
        ]],
    ),
];

const CLIENT: Sheet = (
    "Client",
    "PersonalID,FirstName,MiddleName,LastName,NameSuffix,NameDataQuality,SSN,SSNDataQuality,DOB,DOBDataQuality,Sex,AmIndAKNative,Asian,BlackAfAmerican,HispanicLatinao,MidEastNAfrican,NativeHIPacific,White,RaceNone,AdditionalRaceEthnicity,VeteranStatus,YearEnteredService,YearSeparated,WorldWarII,KoreanWar,VietnamWar,DesertStorm,AfghanistanOEF,IraqOIF,IraqOND,OtherTheater,MilitaryBranch,DischargeStatus,DateCreated,DateUpdated,UserID,DateDeleted,ExportID",
    &[&[
        ("PersonalID", "C{n}"),
        ("FirstName", "{first}"),
        ("LastName", "{last}"),
        ("NameDataQuality", "1"),
        ("SSN", "{ssn}"),
        ("SSNDataQuality", "1"),
        ("DOB", "{born}"),
        ("DOBDataQuality", "1"),
        ("Sex", "1"),
        ("AmIndAKNative", "0"),
        ("Asian", "0"),
        ("BlackAfAmerican", "1"),
        ("HispanicLatinao", "0"),
        ("MidEastNAfrican", "0"),
        ("NativeHIPacific", "0"),
        ("White", "0"),
        ("VeteranStatus", "0"),
    ]],
);

const ENROLLMENT: Sheet = (
    "Enrollment",
    "EnrollmentID,PersonalID,ProjectID,EntryDate,HouseholdID,RelationshipToHoH,EnrollmentCoC,LivingSituation,RentalSubsidyType,LengthOfStay,LOSUnderThreshold,PreviousStreetESSH,DateToStreetESSH,TimesHomelessPastThreeYears,MonthsHomelessPastThreeYears,DisablingCondition,DateOfEngagement,MoveInDate,DateCreated,DateUpdated,UserID,DateDeleted,ExportID",
    &[&[
        ("EnrollmentID", "N{n}"),
        ("PersonalID", "C{n}"),
        ("ProjectID", PROJECT),
        ("EntryDate", "2026-03-01"),
        ("HouseholdID", "H{n}"),
        ("RelationshipToHoH", "1"),
        ("EnrollmentCoC", "XX-500"),
        ("LivingSituation", "116"),
        ("LengthOfStay", "3"),
        ("DateToStreetESSH", "2025-12-01"),
        ("TimesHomelessPastThreeYears", "2"),
        ("MonthsHomelessPastThreeYears", "104"),
        ("DisablingCondition", "1"),
    ]],
);

/// What makes a file of many sections.
const REST: [Sheet; 5] = [
    (
        "HealthAndDV",
        "HealthAndDVID,EnrollmentID,PersonalID,InformationDate,DomesticViolenceSurvivor,WhenOccurred,CurrentlyFleeing,GeneralHealthStatus,DentalHealthStatus,MentalHealthStatus,PregnancyStatus,DueDate,DataCollectionStage,DateCreated,DateUpdated,UserID,DateDeleted,ExportID",
        &[&[
            ("HealthAndDVID", "HD{n}"),
            ("EnrollmentID", "N{n}"),
            ("PersonalID", "C{n}"),
            ("InformationDate", "2026-03-01"),
            ("DomesticViolenceSurvivor", "0"),
            ("GeneralHealthStatus", "3"),
            ("DentalHealthStatus", "4"),
            ("MentalHealthStatus", "3"),
            ("DataCollectionStage", "1"),
        ]],
    ),
    (
        "Disabilities",
        "DisabilitiesID,EnrollmentID,PersonalID,InformationDate,DisabilityType,DisabilityResponse,IndefiniteAndImpairs,TCellCountAvailable,TCellCount,TCellSource,ViralLoadAvailable,ViralLoad,ViralLoadSource,AntiRetroviral,DataCollectionStage,DateCreated,DateUpdated,UserID,DateDeleted,ExportID",
        &[
            &[
                ("DisabilitiesID", "D{n}p"),
                ("EnrollmentID", "N{n}"),
                ("PersonalID", "C{n}"),
                ("InformationDate", "2026-03-01"),
                ("DisabilityType", "5"),
                ("DisabilityResponse", "1"),
                ("IndefiniteAndImpairs", "1"),
                ("DataCollectionStage", "1"),
            ],
            &[
                ("DisabilitiesID", "D{n}m"),
                ("EnrollmentID", "N{n}"),
                ("PersonalID", "C{n}"),
                ("InformationDate", "2026-03-01"),
                ("DisabilityType", "9"),
                ("DisabilityResponse", "1"),
                ("IndefiniteAndImpairs", "0"),
                ("DataCollectionStage", "1"),
            ],
        ],
    ),
    (
        "IncomeBenefits",
        "IncomeBenefitsID,EnrollmentID,PersonalID,InformationDate,IncomeFromAnySource,TotalMonthlyIncome,Earned,EarnedAmount,SSI,SSIAmount,BenefitsFromAnySource,SNAP,InsuranceFromAnySource,Medicaid,DataCollectionStage,DateCreated,DateUpdated,UserID,DateDeleted,ExportID",
        &[&[
            ("IncomeBenefitsID", "I{n}"),
            ("EnrollmentID", "N{n}"),
            ("PersonalID", "C{n}"),
            ("InformationDate", "2026-03-01"),
            ("IncomeFromAnySource", "1"),
            ("TotalMonthlyIncome", "940.00"),
            ("Earned", "0"),
            ("SSI", "1"),
            ("SSIAmount", "940.00"),
            ("BenefitsFromAnySource", "1"),
            ("SNAP", "1"),
            ("InsuranceFromAnySource", "1"),
            ("Medicaid", "1"),
            ("DataCollectionStage", "1"),
        ]],
    ),
    (
        "Services",
        "ServicesID,EnrollmentID,PersonalID,DateProvided,RecordType,TypeProvided,OtherTypeProvided,MovingOnOtherType,SubTypeProvided,FAAmount,FAStartDate,FAEndDate,ReferralOutcome,DateCreated,DateUpdated,UserID,DateDeleted,ExportID",
        &[&[
            ("ServicesID", "S{n}"),
            ("EnrollmentID", "N{n}"),
            ("PersonalID", "C{n}"),
            ("DateProvided", "2026-03-02"),
            ("RecordType", "200"),
            ("TypeProvided", "200"),
        ]],
    ),
    (
        "EmploymentEducation",
        "EmploymentEducationID,EnrollmentID,PersonalID,InformationDate,LastGradeCompleted,SchoolStatus,Employed,EmploymentType,NotEmployedReason,DataCollectionStage,DateCreated,DateUpdated,UserID,DateDeleted,ExportID",
        &[&[
            ("EmploymentEducationID", "W{n}"),
            ("EnrollmentID", "N{n}"),
            ("PersonalID", "C{n}"),
            ("InformationDate", "2026-03-01"),
            ("LastGradeCompleted", "5"),
            ("Employed", "0"),
            ("NotEmployedReason", "1"),
            ("DataCollectionStage", "1"),
        ]],
    ),
];

/// How much is in each file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// A client and an enrolment.
    Slight,
    /// Eight rows, which open in twelve sections.
    Full,
}

/// Writes an export of so many people into a new folder; the number of their rows.
pub(super) fn write(folder: &Path, people: u64, detail: Detail) -> anyhow::Result<u64> {
    std::fs::create_dir_all(folder)?;
    for sheet in &OFFICE {
        write_sheet(folder, sheet, 1)?;
    }
    let rest = if detail == Detail::Full {
        &REST[..]
    } else {
        &[]
    };
    let mut rows = 0;
    for sheet in [&CLIENT, &ENROLLMENT].into_iter().chain(rest) {
        write_sheet(folder, sheet, people)?;
        rows += people * sheet.2.len() as u64;
    }
    Ok(rows)
}

fn write_sheet(folder: &Path, (name, header, rows): &Sheet, people: u64) -> anyhow::Result<()> {
    let mut file = new_file(&folder.join(format!("{name}.csv")))?;
    write!(file, "{header}\r\n")?;
    let rows: Vec<_> = rows.iter().map(|row| Template::new(header, row)).collect();
    for number in 0..people {
        let who = Invented::new(number);
        for row in &rows {
            row.write(&mut file, &who)?;
        }
    }
    Ok(file.flush()?)
}
