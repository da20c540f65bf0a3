-- name: NextNumber
insert into case_number (tenant, last) values (@tenant, 1) on conflict (tenant) do update set last = case_number.last + 1 returning last
-- name: Insert
insert into service_case (tenant, id, number, kind, status, is_open, unit, owner, first_agent, keeper, person, order_id, priority, opened_at, last_at, promise_at, transfer_to, origin_key, version, state)
values (@tenant, @Id, @Number, @Kind, @Status, @IsOpen, @Unit, @Owner, @FirstAgent, @Keeper, @Person, @OrderId, @Priority, @OpenedAt, @LastAt, @PromiseAt, @TransferTo, @OriginKey, @Version, @State)
on conflict do nothing
-- name: Save
update service_case set kind = @Kind, status = @Status, is_open = @IsOpen, unit = @Unit, owner = @Owner, first_agent = @FirstAgent, keeper = @Keeper, person = @Person, order_id = @OrderId,
    priority = @Priority, last_at = @LastAt, promise_at = @PromiseAt, transfer_to = @TransferTo, version = @Version, state = @State
where tenant = @tenant and id = @Id and version = @Before
-- name: Find
select state from service_case where tenant = @tenant and id = @id
-- name: Lock
update service_case set version = version where tenant = @tenant and id = @id returning state
-- name: FindMany
select state from service_case where tenant = @tenant and id in @ids
-- name: FindByNumber
select state from service_case where tenant = @tenant and number = @number
-- name: FindByOrigin
select state from service_case where tenant = @tenant and origin_key = @originKey
-- name: OfConversation
select c.state from case_conversation k join service_case c on c.tenant = k.tenant and c.id = k.case_id where k.tenant = @tenant and k.conversation = @conversation order by c.opened_at desc limit 50
-- name: OfPerson
select state from service_case where tenant = @tenant and person in @persons order by opened_at desc, id desc limit @limit
-- name: CountOf
select count(*) from service_case where tenant = @tenant and person in @persons
-- name: OpenOfPersons
select state from service_case where tenant = @tenant and person in @persons and is_open = 1 order by opened_at desc limit 500
-- name: WaitingIn
select c.state from case_conversation k join service_case c on c.tenant = k.tenant and c.id = k.case_id where k.tenant = @tenant and k.conversation in @conversations and c.is_open = 1 limit 1000
-- name: KeptBy
select state from service_case where tenant = @tenant and keeper = @staff and is_open = 1 limit 1000
-- name: OwnedBy
select state from service_case where tenant = @tenant and owner = @staff and is_open = 1 order by opened_at desc limit 1000
-- name: OpenOfOrder
select state from service_case where tenant = @tenant and order_id = @order and is_open = 1 order by opened_at desc limit 20
-- name: KeptFor
select state from service_case where tenant = @tenant and person in @persons and is_open = 1 order by opened_at desc limit 20
-- name: AddConversation
insert into case_conversation (tenant, conversation, case_id) values (@tenant, @conversation, @caseId) on conflict do nothing
-- name: RemoveConversation
delete from case_conversation where tenant = @tenant and conversation = @conversation and case_id = @caseId
-- name: AddTag
insert into case_tag (tenant, tag, opened_at, case_id) values (@tenant, @tag, @openedAt, @caseId) on conflict do nothing
-- name: RemoveTag
delete from case_tag where tenant = @tenant and tag = @tag and opened_at = @openedAt and case_id = @caseId
-- name: SavePart
insert into case_part (tenant, id, case_id, party, who, is_open, asked_at) values (@tenant, @Id, @CaseId, @Party, @Who, @IsOpen, @AskedAt)
on conflict (tenant, id) do update set is_open = excluded.is_open
-- name: FindPart
select id, case_id, party, who, is_open, asked_at from case_part where tenant = @tenant and id = @id
-- name: ListParts
select id, case_id, party, who, is_open, asked_at from case_part where tenant = @tenant and party = @party and who in @who and is_open = @isOpen and (asked_at, id) < (@sort, @cursorId)
order by asked_at desc, id desc limit @limit
-- name: FindCommand
select coalesce(result, '') from case_command where tenant = @tenant and case_id = @caseId and client_id = @clientId
-- name: AddCommand
insert into case_command (tenant, case_id, client_id, at, result) values (@tenant, @caseId, @clientId, @at, @result)
-- name: Timeline
select * from timeline where tenant = @tenant and case_ref = @id and (at, position) < (@sort, @position) order by at desc, position desc limit @limit
-- name: EventsOf
select * from timeline where tenant = @tenant and case_ref = @id order by position limit 20000
-- name: Replace
update service_case set state = @State where tenant = @tenant and id = @Id and version = @Version
-- name: IdsOfPersons
select id from service_case where tenant = @tenant and person in @persons
