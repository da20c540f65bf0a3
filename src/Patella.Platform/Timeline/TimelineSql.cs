namespace Patella.Platform.Timeline;

internal static class TimelineSql
{
    private const string Columns = "id, kind, version, at, recorded_at, conversation, sequence, person, order_ref, case_ref, staff, unit, author_party, author_id, client_id, text, data";

    private const string Values = "@Id, @Kind, @Version, @At, @RecordedAt, @Conversation, @Sequence, @Person, @OrderRef, @CaseRef, @Staff, @Unit, @AuthorParty, @AuthorId, @ClientId, @Text, @Data";

    public const string InsertWithPosition = $"insert into timeline (tenant, position, {Columns}) values (@tenant, @position, {Values})";

    public const string Insert = $"insert into timeline (tenant, {Columns}) values (@tenant, {Values})";

    /// <summary>Behind an insert: nothing happens when the conversation has an entry of that client id.</summary>
    public const string Once = " on conflict (tenant, conversation, client_id) where client_id is not null and conversation is not null do nothing";

    public const string InsertOnceWithPosition = InsertWithPosition + Once;

    public const string InsertOnce = Insert + Once;

    public static object Arguments(TimelineEntry entry, long position = 0) => new
    {
        position,
        entry.Id,
        entry.Kind,
        entry.Version,
        entry.At,
        entry.RecordedAt,
        entry.Conversation,
        entry.Sequence,
        entry.Person,
        entry.OrderRef,
        entry.CaseRef,
        entry.Staff,
        entry.Unit,
        entry.AuthorParty,
        entry.AuthorId,
        entry.ClientId,
        entry.Text,
        entry.Data,
    };
}
