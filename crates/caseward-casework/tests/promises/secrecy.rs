//! Nothing that was told lies readable on the disk.

use caseward_casework::entries::Draft;
use caseward_casework::gate::Request;
use caseward_model::{Purpose, Role};
use caseward_testkit::{Export, House, run};

#[test]
fn nasw_l_nothing_told_lies_readable_on_the_disk() {
    run(async {
        let house = House::open().await;
        let export = Export::new()
            .client("77123", "Canaryfirst", "Canarylast")
            .file(
                "CustomCanary.csv",
                "PersonalID,CanaryHeader\n77123,Canaryvalue\n",
            );
        house.takes_in_whole().await;
        house.import(&export).await;
        let dana = house.worker("dana", Role::Caseworker).await;
        let client = house.client("77123").await;
        house.assign(&dana, client).await;
        let draft = Draft {
            section: "notes".into(),
            provenance: "worker".into(),
            nature: "fact".into(),
            based_on: zeroize::Zeroizing::default(),
            text: zeroize::Zeroizing::new("Canarynote".into()),
        };
        let entry = draft.check().ok().unwrap();
        house
            .office
            .write_entry(dana.id, client, Purpose::DirectService, entry)
            .await
            .ok()
            .unwrap();
        let (file, delivery) = house
            .office
            .open_file(&Request::to_serve(dana.id, client))
            .await
            .ok()
            .unwrap();
        assert_eq!(file.name.unwrap().to_string(), "Canaryfirst Canarylast");
        delivery.delivered(None);
        house.office.write_tally().await.unwrap();

        let mut looked = 0;
        for file in std::fs::read_dir(house.folder()).unwrap() {
            let path = file.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            looked += bytes.len();
            for canary in [
                "Canaryfirst",
                "Canarylast",
                "Canaryvalue",
                "CanaryHeader",
                "Canarynote",
                "CustomCanary",
                "77123",
                "900121234",
                "dana of the tests",
                "Harbour House",
                "Night shelter",
            ] {
                let utf16: Vec<u8> = canary.encode_utf16().flat_map(u16::to_le_bytes).collect();
                let found =
                    |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
                assert!(
                    !found(canary.as_bytes()) && !found(&utf16),
                    "{canary} in {}",
                    path.display()
                );
            }
        }
        assert!(looked > 10_000, "there must be something to look at");
    });
}
