using System.Net;
using Patella.Simulator.Marketplace;
using Patella.Tests.Hosting;
using Patella.Tests.Platform;

namespace Patella.Tests.Simulator.Marketplace;

public class MarketplaceFaultTests
{
    private static readonly Fault Once = new(FaultKind.Error, 1, Times: 1);

    [Fact]
    public async Task A_payment_moves_once_under_its_key_and_stands_in_the_list()
    {
        await using var shop = await Shop.Open();
        Assert.Equal("paid", (await shop.Pay("p1")).Word);
        Assert.Equal("paid", (await shop.Pay("p1")).Word);
        Assert.Equal(HttpStatusCode.Conflict, (await shop.Pay("p1", 600)).Status);
        var line = Assert.Single((await shop.Get("/payments?from=0")).Body.GetProperty("items").EnumerateArray());
        Assert.Equal(("p1", 500L), (line.GetProperty("key").GetString(), line.GetProperty("amount").GetInt64()));
        Assert.Empty((await shop.Get("/payments?from=0&until=1000")).Body.GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("ada-dead", "declined")]
    [InlineData("ada-value", "not-at-this-provider")]
    [InlineData("nobody", "unknown-instrument")]
    public async Task A_payment_that_cannot_be_made_is_refused(string instrument, string code)
    {
        await using var shop = await Shop.Open();
        Assert.Equal("refused " + code, (await shop.Pay("p1", instrument: instrument)).Word);
        Assert.Empty((await shop.Get("/payments?from=0")).Body.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task An_error_has_done_nothing_and_strikes_as_often_as_was_said()
    {
        await using var shop = await Shop.Open();
        shop.Server.Faults.Add(Once with { Times = 2, Of = Fault.OfChanges });
        Assert.Equal("paid", (await shop.Pay("p1")).Word);
        Assert.Equal(HttpStatusCode.InternalServerError, (await shop.Cancel("k1")).Status);
        Assert.Equal(HttpStatusCode.InternalServerError, (await shop.Cancel("k1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await shop.Get("/changes/k1", "k1")).Status);
        Assert.Equal("done", (await shop.Cancel("k1")).Word);
    }

    [Fact]
    public async Task A_lost_answer_was_done_all_the_same()
    {
        await using var shop = await Shop.Open();
        shop.Server.Faults.Add(Once with { Kind = FaultKind.LostAnswer });
        await Assert.ThrowsAsync<HttpRequestException>(() => shop.Cancel("k1"));
        Assert.Equal("done", (await shop.Get("/changes/k1", "k1")).Word);
    }

    [Fact]
    public async Task One_that_never_answers_has_done_nothing()
    {
        await using var shop = await Shop.Open();
        shop.Server.Faults.Add(Once with { Kind = FaultKind.Never });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => shop.Pay("p1"));
        Assert.Equal(HttpStatusCode.NotFound, (await shop.Get("/payments/p1", "p1")).Status);
    }

    [Fact]
    public async Task What_is_late_is_under_way_and_then_done_once()
    {
        await using var shop = await Shop.Open();
        shop.Server.Faults.Add(new Fault(FaultKind.Late, 1));
        var answer = await shop.Cancel("k1");
        Assert.Equal((HttpStatusCode.Accepted, "underway"), (answer.Status, answer.Word));
        Assert.Equal("underway", (await shop.Pay("p1")).Word);
        Assert.Equal("underway", (await shop.Cancel("k1")).Word);
        Assert.Equal(ShopStatus.Pending, shop.Marketplace.FindOrder("P")!.Status);
        await Waiting.Until(async () => (await shop.Get("/changes/k1", "k1")).Word == "done" && (await shop.Get("/payments/p1", "p1")).Word == "paid", "what was late", TimeSpan.FromSeconds(10));
        Assert.Equal(1, shop.Marketplace.FindOrder("P")!.Version);
    }

    [Fact]
    public async Task A_wrong_amount_is_answered_as_it_was_moved()
    {
        await using var shop = await Shop.Open();
        shop.Server.Faults.Add(Once with { Kind = FaultKind.WrongAmount });
        Assert.Equal("501", (await shop.Pay("p1"))["amount"]);
    }

    [Fact]
    public async Task Money_that_moves_twice_stands_twice_in_the_list()
    {
        await using var shop = await Shop.Open();
        shop.Server.Faults.Add(Once with { Kind = FaultKind.Twice });
        Assert.Equal("paid", (await shop.Pay("p1")).Word);
        Assert.Equal(2, (await shop.Get("/payments?from=0")).Body.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Faults_are_switched_on_and_off_at_the_control_door()
    {
        await using var shop = await Shop.Open();
        Assert.Equal(HttpStatusCode.Created, (await shop.Control(HttpMethod.Post, new { kind = "error", share = 1, of = "payments" })).Status);
        Assert.Equal(HttpStatusCode.InternalServerError, (await shop.Pay("p1")).Status);
        Assert.Equal("done", (await shop.Cancel("k1")).Word);
        Assert.Equal("error", (await shop.Control(HttpMethod.Get)).Body.GetProperty("items")[0].GetProperty("kind").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await shop.Control(HttpMethod.Delete)).Status);
        Assert.Equal("paid", (await shop.Pay("p1")).Word);
        Assert.Equal(HttpStatusCode.BadRequest, (await shop.Control(HttpMethod.Post, new { kind = "mood", share = 1 })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await shop.Control(HttpMethod.Post, new { kind = "late", share = 2 })).Status);
    }

    [Fact]
    public void A_share_of_faults_is_the_same_for_the_same_seed()
    {
        IEnumerable<FaultKind?> Draws(ulong seed)
        {
            var box = new FaultBox(seed);
            box.Add(new Fault(FaultKind.Late, 0.3));
            return [.. Enumerable.Range(0, 200).Select(_ => box.Draw(Fault.OfChanges))];
        }

        Assert.Equal(Draws(5), Draws(5));
        Assert.NotEqual(Draws(5), Draws(6));
        Assert.InRange(Draws(5).Count(fault => fault is not null), 40, 80);
    }

    [Fact]
    public void Faults_of_the_command_line_are_read_or_refused()
    {
        Assert.Equal([new Fault(FaultKind.Late, 0.2), new Fault(FaultKind.Error, 1, "changes", 2)], Fault.ReadList("late:0.2, error:1:changes:2"));
        Assert.All(new[] { "moody", "late:2", "late:1:orders", "late:1:changes:0" }, text => Assert.Throws<FormatException>(() => Fault.ReadList(text)));
    }

    [Fact]
    public async Task What_was_done_before_a_restart_is_done_after_it_and_what_was_late_is_done_then()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "shop.jsonl");
        await using (var shop = await Shop.Open(options => options with { File = file }))
        {
            await shop.Change("k1", "change-items", "P", new { items = new[] { new { sku = "lamp-red", newSku = "lamp-blue" } }, instrument = "ada-card" });
            await shop.Pay("p1");
            shop.Server.Faults.Add(Once with { Kind = FaultKind.Late });
            await shop.Cancel("k2", "B");
        }

        await using var again = await Shop.Open(options => options with { File = file });
        Assert.Equal("done", (await again.Get("/changes/k1", "k1")).Word);
        Assert.Equal(0, again.Marketplace.State.Variants["lamp-blue"].Stock);
        Assert.Equal(HttpStatusCode.Conflict, (await again.Pay("p1", 600)).Status);
        await Waiting.Until(async () => (await again.Get("/changes/k2", "k2")).Word == "done", "what was late before the restart", TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_line_that_was_cut_off_never_happened_and_a_damaged_one_is_told()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "shop.jsonl");
        await using (var shop = await Shop.Open(options => options with { File = file }))
        {
            await shop.Cancel("k1");
            await shop.Pay("p1");
        }

        var whole = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, whole[..^20]);
        using (var marketplace = new ReferenceMarketplace(TimeProvider.System, new ShopFile(file)))
        {
            Assert.Equal("done", marketplace.Find("k1")!.Outcome);
            Assert.Null(marketplace.FindPayment("p1"));
        }

        await File.WriteAllTextAsync(file, "{}\n" + whole[20..]);
        Assert.Contains("line 2", Assert.Throws<InvalidDataException>(() => new ShopFile(file)).Message);
    }
}
