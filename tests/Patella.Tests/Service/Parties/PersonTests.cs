using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Parties;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Parties;

public class PersonTests
{
    private static Task<ServiceWorld> World(StoreKind kind) => ServiceWorld.Create(kind, services => services.AddParties(), "Parties");

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_external_id_is_the_same_person(StoreKind kind)
    {
        await using var world = await World(kind);
        var persons = world.Get<PersonStore>();
        var first = await world.Write(transaction => persons.EnsurePerson(transaction, "c-1", "Ann", "en", null));
        var second = await world.Write(transaction => persons.EnsurePerson(transaction, "c-1", "Anne", null, "gold"));
        Assert.Equal((first.Id, "Anne", "en", "gold"), (second.Id, second.Name, second.Language, second.Tier));
        var filled = await world.Write(transaction => persons.EnsurePersons(transaction, [new PersonClaims("c-1", "Other", null, "silver")]));
        Assert.Equal(("Anne", "gold"), (filled["c-1"].Name, filled["c-1"].Tier));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_visitor_who_signs_in_becomes_the_known_person_and_can_be_parted_again(StoreKind kind)
    {
        await using var world = await World(kind);
        var (persons, merging) = (world.Get<PersonStore>(), world.Get<PersonMerge>());
        await world.Write(transaction => persons.AddAnonymous(transaction, "v-1", "en"));
        var known = await world.Write(transaction => persons.EnsurePerson(transaction, "c-1", "Ann"));
        await world.Write(transaction => persons.AddIdentity(transaction, "v-1", IdentityKinds.Email, "ann@example.org"));
        var before = await Picture(world);
        await world.Write(transaction => merging.Merge(transaction, "v-1", known.Id));
        await world.Write(transaction => merging.Merge(transaction, "v-1", known.Id));
        Assert.Equal(known.Id, (await world.Read(reader => persons.Find(reader, "v-1")))!.Id);
        Assert.Equal([known.Id, "v-1"], await world.Read(reader => persons.IdsOf(reader, "v-1")));
        Assert.Equal(2, (await world.Read(reader => persons.Identities(reader, known.Id))).Count);
        await world.Write(transaction => merging.Part(transaction, "v-1"));
        await world.Write(transaction => merging.Part(transaction, "v-1"));
        Assert.Equal(before, await Picture(world));
    }

    [Theory, OnSqlite(1), OnSqlite(2), OnSqlite(3), OnPostgres(4)]
    public async Task Merges_in_any_tangle_undo_exactly_and_make_no_circle(StoreKind kind, int seed)
    {
        await using var world = await World(kind);
        var (persons, merging, random) = (world.Get<PersonStore>(), world.Get<PersonMerge>(), new Random(seed));
        for (var index = 0; index < 8; index++)
        {
            var id = $"p{index}";
            await world.Write(transaction => persons.AddAnonymous(transaction, id, "en"));
            await world.Write(transaction => persons.AddIdentity(transaction, id, IdentityKinds.Phone, $"1380000{index % 2}"));
        }

        var pictures = new Stack<(string Merged, string Before)>();
        for (var step = 0; step < 12; step++)
        {
            var (from, into) = ($"p{random.Next(8)}", $"p{random.Next(8)}");
            var (root, before) = ((await world.Read(reader => persons.Find(reader, from)))!.Id, await Picture(world));
            await world.Write(transaction => merging.Merge(transaction, from, into));
            if (before != await Picture(world))
            {
                pictures.Push((root, before));
            }
        }

        while (pictures.TryPop(out var picture))
        {
            await world.Write(transaction => merging.Part(transaction, picture.Merged));
            Assert.True(picture.Before == await Picture(world), $"seed {seed}, parting {picture.Merged}");
        }
    }

    [Theory]
    [InlineData("13800001234", "***34")]
    [InlineData("+44 20 7946 0958", "***58")]
    [InlineData("12345", "***")]
    public void A_phone_number_is_masked(string value, string masked) => Assert.Equal(masked, Masking.Phone(value));

    [Theory]
    [InlineData("ann@example.org", "a***@example.org")]
    [InlineData("a@example.org", "***")]
    [InlineData("@example.org", "***")]
    [InlineData("none", "***")]
    public void A_mail_address_is_masked(string value, string masked) => Assert.Equal(masked, Masking.Email(value));

    [Theory]
    [InlineData("浙江省杭州市余杭区文一西路969号西溪园区1号楼", "浙江省杭州市***")]
    [InlineData("1 Lake Road", "***")]
    public void An_address_is_masked(string value, string masked) => Assert.Equal(masked, Masking.Address(value));

    private static async Task<string> Picture(ServiceWorld world)
    {
        var people = await world.Read(reader => reader.Many<PersonRow>("select id, merged_into, root from person where tenant = @tenant order by id"));
        var identities = await world.Read(reader => reader.Many<IdentityRow>("select person, kind, value, origin from person_identity where tenant = @tenant order by origin, kind, value"));
        return Json.Write(new { people, identities });
    }

    private sealed class PersonRow
    {
        public string Id { get; init; } = "";

        public string? MergedInto { get; init; }

        public string Root { get; init; } = "";
    }

    private sealed class IdentityRow
    {
        public string Person { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Value { get; init; } = "";

        public string Origin { get; init; } = "";
    }
}
