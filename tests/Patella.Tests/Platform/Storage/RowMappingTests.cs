using Patella.Platform.Storage;

namespace Patella.Tests.Platform.Storage;

/// <summary>What goes into a store comes out of it, of every type and on both.</summary>
public sealed class RowMappingTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Values_of_every_type_come_back_as_they_were(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var given = new Row { Whole = long.MaxValue, Small = -7, Real = 0.1, Exact = 12_345.6789m, Words = "零 \U0001F600 'quoted'", Empty = "", Color = Color.Green, Piece = [1, 0, 255] };
        var sql = kind == StoreKind.Sqlite
            ? "select @Whole as whole, @Small as small, @Real as real, @Exact as exact, @Words as words, @Empty as empty, null as no_words, null as no_number, @Color as color, @Piece as piece"
            : "select @Whole::bigint as whole, @Small::int as small, @Real::float8 as real, @Exact::numeric as exact, @Words::text as words, @Empty::text as empty, null::text as no_words, null::bigint as no_number, @Color::int as color, @Piece::bytea as piece";
        var found = await fixture.Store.Read(fixture.Tenant, reader => reader.One<Row>(sql, given));
        Assert.Equivalent(given, found, strict: true);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_row_is_made_by_a_constructor_whose_parameters_the_columns_fill(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var found = await fixture.Store.Read(fixture.Tenant, reader => reader.Many<Pair>("select 'a' as first_word, 1 as number union all select 'b', null order by 1"));
        Assert.Equal([new Pair("a", 1), new Pair("b", null)], found);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nothing_found_is_null_and_single_values_are_converted(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var (none, number, word) = await fixture.Store.Read(fixture.Tenant, async reader =>
            (await reader.One<Pair>("select 'a' as first_word, 1 as number where 1 = 0"), await reader.One<int>("select 42"), await reader.One<string?>("select null")));
        Assert.Null(none);
        Assert.Equal(42, number);
        Assert.Null(word);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_change_that_returns_rows_is_made_once_and_whole(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await fixture.Store.Write(fixture.Tenant, async transaction =>
        {
            for (var number = 0; number < 5; number++)
            {
                await transaction.Execute("insert into sample_item (tenant, id, value, version) values (@tenant, @id, 0, 1)", new { id = $"{number}" });
            }

            await transaction.One<string>("update sample_item set value = value + 1 where tenant = @tenant returning id");
            Assert.Null(await transaction.One<string>("update sample_item set value = value + 1 where tenant = @tenant and id = 'none' returning id"));
            Assert.Equal(5, await transaction.Execute("update sample_item set value = value + 1 where tenant = @tenant"));
        });
        Assert.All(await fixture.Store.Read(fixture.Tenant, reader => reader.Many<long>("select value from sample_item where tenant = @tenant")), value => Assert.Equal(2, value));
    }

    private enum Color
    {
        Red = 1,
        Green = 2,
    }

    private sealed record Pair(string FirstWord, long? Number);

    private sealed class Row
    {
        public long Whole { get; init; }

        public int Small { get; init; }

        public double Real { get; init; }

        public decimal Exact { get; init; }

        public string Words { get; init; } = "";

        public string Empty { get; init; } = "not empty";

        public string? NoWords { get; init; }

        public long? NoNumber { get; init; }

        public Color Color { get; init; }

        public byte[] Piece { get; init; } = [];
    }
}
