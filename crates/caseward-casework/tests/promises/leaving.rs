//! What happens to the work of someone who can't: nothing is lost, and nobody learns what isn't theirs (NASW-o).

use caseward_casework::CaseworkError;
use caseward_casework::gate::{
    Actor, OpenSlot, Read, Request, SlotKind, SlotSettings, WallAgainst, WallFact,
};
use caseward_casework::people::Colleague;
use caseward_casework::sign_in::Arrival;
use caseward_model::{Client, Ending, Id, Role, TaskKind};
use caseward_testkit::{Export, engines, run};

use crate::people::{Staffed, refused};

async fn opens(it: &Staffed, worker: &Colleague, client: Id<Client>) -> bool {
    let request = Request::to_serve(worker.id, client);
    it.house.office.gate.ask::<Read>(&request).await.is_ok()
}

async fn two_clients(it: &Staffed) -> [Id<Client>; 2] {
    let export = Export::new()
        .client("1", "Alma", "Reyes")
        .client("2", "Bruno", "Stone");
    it.house.import(&export).await;
    let clients = [it.house.client("1").await, it.house.client("2").await];
    for client in clients {
        it.house.assign(&it.dana, client).await;
    }
    clients
}

#[test]
fn nasw_o_a_custodian_has_every_file_at_once_behind_a_wall_the_next_in_line_and_a_return_restores()
{
    for engine in engines() {
        run(async {
            let it = Staffed::on(&engine).await;
            let office = &it.house.office;
            let [alma, bruno] = two_clients(&it).await;
            let berta = it.house.worker("berta", Role::Caseworker).await;
            it.house.supervise(&it.sup, &it.dana).await;
            let no = berta.no;
            office
                .change_facts(bruno, "wall_raised", move |sheet, now_ms| {
                    sheet.walls.push(WallFact {
                        against: WallAgainst::Worker(no),
                        since: now_ms,
                    });
                })
                .await
                .unwrap();
            // An administrator ends accesses, and doesn't say who gets the files.
            refused(
                office
                    .name_custodian(it.admin.id, it.dana.id, Some(berta.id))
                    .await,
            );
            office
                .name_custodian(Actor::KeyHolder, it.dana.id, Some(berta.id))
                .await
                .unwrap();
            let link = office.make_sign_in_link(it.dana.no, 60, 1).await.unwrap();
            let begun = office
                .redeem_link(&link, &Arrival::default())
                .await
                .unwrap()
                .unwrap();
            let spare = office.make_sign_in_link(it.dana.no, 60, 1).await.unwrap();

            refused(
                office
                    .end_access(it.dana.id, it.dana.id, Ending::Leave)
                    .await,
            );
            office
                .end_access(it.admin.id, it.dana.id, Ending::Incapacity)
                .await
                .unwrap();
            assert!(office.session(&begun.session).await.unwrap().is_none());
            assert!(
                office
                    .redeem_link(&spare, &Arrival::default())
                    .await
                    .unwrap()
                    .is_none()
            );
            assert!(!opens(&it, &it.dana, alma).await);
            assert!(opens(&it, &berta, alma).await);
            assert!(!opens(&it, &berta, bruno).await);
            assert!(opens(&it, &it.sup, bruno).await);
            let found = office.look_for_waiting_files(it.sup.id).await.unwrap();
            assert!(found.waiting.is_empty() && found.nobody.is_empty());
            assert_eq!(found.kept, 2);

            office.let_return(it.admin.id, it.dana.id).await.unwrap();
            for client in [alma, bruno] {
                assert!(opens(&it, &it.dana, client).await);
            }
            assert!(!opens(&it, &berta, alma).await);
        });
    }
}

#[test]
fn nasw_o_no_key_is_lost_with_a_person() {
    for engine in engines() {
        run(async {
            let it = Staffed::on(&engine).await;
            let (office, by) = (&it.house.office, Actor::KeyHolder);
            let passphrase = office.keys_for(by).await.unwrap().slots[0].no;
            let (file, text) = office
                .gate
                .add_slot(SlotKind::KeyFile, None, SlotSettings::FICTION)
                .await
                .unwrap();
            office.hold_key(by, passphrase, it.dana.id).await.unwrap();
            office.hold_key(by, file, it.sup.id).await.unwrap();
            assert!(office.keys_for(by).await.unwrap().only.is_none());

            office
                .end_access(it.admin.id, it.dana.id, Ending::Death)
                .await
                .unwrap();
            let keys = office.keys_for(by).await.unwrap();
            let replaced = |no| keys.slots.iter().any(|it| it.no == no && it.to_replace);
            assert!(replaced(passphrase) && !replaced(file));
            assert_eq!(keys.only.unwrap().id, it.sup.id);
            let last = office.remove_key(by, file).await;
            assert!(matches!(last, Err(CaseworkError::Unfit(_))));
            office.remove_key(by, passphrase).await.unwrap();
            office.gate.seal_office().await.unwrap();
            let known = OpenSlot::Passphrase(it.house.passphrase());
            assert!(
                office.gate.open_office(known).await.is_err(),
                "what Dana knew opens nothing"
            );
            let text = text.unwrap();
            let kept = OpenSlot::KeyFile(&text);
            office.gate.open_office(kept).await.unwrap();

            office
                .end_access(it.admin.id, it.sup.id, Ending::Leave)
                .await
                .unwrap();
            let keys = office.keys_for(by).await.unwrap();
            assert!(keys.nobody, "it is said that nobody is left who knows one");
            office.gate.seal_office().await.unwrap();
            let kept = OpenSlot::KeyFile(&text);
            office.gate.open_office(kept).await.unwrap();
        });
    }
}

#[test]
fn nasw_o_where_nobody_can_take_over_the_file_waits_on_a_list_and_is_given_to_someone() {
    for engine in engines() {
        run(async {
            let it = Staffed::on(&engine).await;
            let office = &it.house.office;
            let [alma, _] = two_clients(&it).await;
            office
                .end_access(it.admin.id, it.dana.id, Ending::Death)
                .await
                .unwrap();
            let found = office.look_for_waiting_files(it.sup.id).await.unwrap();
            assert_eq!(found.waiting.len(), 2);
            assert!(found.waiting.iter().any(|it| it.client == alma));
            let told = async || {
                let tasks = office.my_tasks(it.sup.no).await.unwrap();
                tasks.iter().any(|it| it.kind == TaskKind::HandOver)
            };
            assert!(told().await, "somebody has it to do");
            refused(office.look_for_waiting_files(it.admin.id).await);
            let berta = it.house.worker("berta", Role::Caseworker).await;
            for file in found.waiting {
                assert!(told().await);
                office
                    .take_charge(Actor::KeyHolder, file.client, berta.id)
                    .await
                    .unwrap();
            }
            assert!(!told().await, "nothing waits any more");
            assert!(opens(&it, &berta, alma).await);
            let found = office.look_for_waiting_files(it.sup.id).await.unwrap();
            assert!(found.waiting.is_empty());
            assert_eq!(found.kept, 2);
        });
    }
}

#[test]
fn nasw_o_a_client_whose_keys_were_destroyed_keeps_no_other_file_from_being_handed_over() {
    for engine in engines() {
        run(async {
            let it = Staffed::on(&engine).await;
            let office = &it.house.office;
            let [alma, bruno] = two_clients(&it).await;
            it.house.supervise(&it.sup, &it.dana).await;
            it.house.destroy_keys(bruno).await;
            office
                .end_access(it.admin.id, it.dana.id, Ending::Leave)
                .await
                .expect("an end");
            assert!(opens(&it, &it.sup, alma).await);
            office
                .let_return(it.admin.id, it.dana.id)
                .await
                .expect("a return");
            assert!(opens(&it, &it.dana, alma).await);
            assert!(!opens(&it, &it.dana, bruno).await);
        });
    }
}

#[test]
fn nasw_o_a_look_ahead_says_how_many_files_go_where_and_nothing_to_whoever_is_in_line() {
    for engine in engines() {
        run(async {
            let it = Staffed::on(&engine).await;
            let office = &it.house.office;
            let [alma, bruno] = two_clients(&it).await;
            it.house.supervise(&it.sup, &it.dana).await;
            let no = it.sup.no;
            office
                .change_facts(bruno, "wall_raised", move |sheet, now_ms| {
                    sheet.walls.push(WallFact {
                        against: WallAgainst::Worker(no),
                        since: now_ms,
                    });
                })
                .await
                .unwrap();
            let seen = office.preview_hand_over(it.admin.id, it.dana.id).await;
            let files = seen.unwrap().files.expect("numbers");
            let moved: Vec<_> = files.to.iter().map(|(to, n)| (to.no, *n)).collect();
            assert_eq!(moved, [(it.sup.no, 1)]);
            assert_eq!(files.waiting, 1);
            assert!(opens(&it, &it.dana, alma).await, "nothing was changed");

            // The supervisor may end Dana's access, and learns nothing of the wall before her.
            let seen = office.preview_hand_over(it.sup.id, it.dana.id).await;
            let seen = seen.unwrap();
            assert_eq!(seen.line.len(), 1);
            assert!(seen.files.is_none());
            refused(office.preview_hand_over(it.dana.id, it.sup.id).await);
        });
    }
}
