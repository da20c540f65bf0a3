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

    /// <summary>PostgreSQL only: a list a column, numbered in the order of the lists.</summary>
    public const string InsertMany =
        $"""
        insert into timeline (tenant, {Columns})
        select @tenant, {Columns} from unnest(@Id::text[], @Kind::text[], @Version::bigint[], @At::bigint[], @RecordedAt::bigint[], @Conversation::text[], @Sequence::bigint[], @Person::text[],
            @OrderRef::text[], @CaseRef::text[], @Staff::text[], @Unit::text[], @AuthorParty::text[], @AuthorId::text[], @ClientId::text[], @Text::text[], @Data::text[])
            with ordinality as entry ({Columns}, ordinal)
        order by ordinal
        """;

    /// <summary>What <see cref="InsertMany"/> takes.</summary>
    public static object Arguments(IReadOnlyList<TimelineEntry> entries) => new
    {
        Id = Column(entries, entry => entry.Id),
        Kind = Column(entries, entry => entry.Kind),
        Version = Column(entries, entry => entry.Version),
        At = Column(entries, entry => entry.At),
        RecordedAt = Column(entries, entry => entry.RecordedAt),
        Conversation = Column(entries, entry => entry.Conversation),
        Sequence = Column(entries, entry => entry.Sequence),
        Person = Column(entries, entry => entry.Person),
        OrderRef = Column(entries, entry => entry.OrderRef),
        CaseRef = Column(entries, entry => entry.CaseRef),
        Staff = Column(entries, entry => entry.Staff),
        Unit = Column(entries, entry => entry.Unit),
        AuthorParty = Column(entries, entry => entry.AuthorParty),
        AuthorId = Column(entries, entry => entry.AuthorId),
        ClientId = Column(entries, entry => entry.ClientId),
        Text = Column(entries, entry => entry.Text),
        Data = Column(entries, entry => entry.Data),
    };

    private static T[] Column<T>(IReadOnlyList<TimelineEntry> entries, Func<TimelineEntry, T> value) => [.. entries.Select(value)];

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
