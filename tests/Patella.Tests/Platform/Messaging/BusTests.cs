using System.Collections.Concurrent;
using Npgsql;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Tests.Platform.Storage;

namespace Patella.Tests.Platform.Messaging;

/// <summary>Hints: they arrive when all is well, and nothing breaks when they do not.</summary>
public class BusTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_hint_reaches_every_listener_here_until_it_leaves(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var heard = new ConcurrentQueue<string>();
        using var broken = fixture.Bus.Subscribe(_ => throw new InvalidOperationException("a broken listener"));
        using var first = fixture.Bus.Subscribe(message => heard.Enqueue("1" + message.Payload));
        var second = fixture.Bus.Subscribe(message => heard.Enqueue("2" + message.Payload));
        fixture.Bus.Publish(new BusMessage("topic", "a"));
        second.Dispose();
        second.Dispose();
        fixture.Bus.Publish(new BusMessage("topic", "b"));
        Assert.Equal(["1a", "2a", "1b"], heard);
    }

    [PostgresFact]
    public async Task A_hint_reaches_other_processes_once_and_its_own_not_twice()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Postgres);
        var other = await fixture.OpenAnother();
        var (here, there) = (Listen(fixture.Bus), Listen(other.Bus));
        await Connected(fixture.Bus, there);
        string[] texts = ["plain", "双十一的包裹在哪里", "quotes \" and \\ and \u0001", new string('包', 2_000), ""];
        foreach (var text in texts)
        {
            fixture.Bus.Publish(new BusMessage("words", text));
        }

        await Waiting.Until(() => texts.All(text => there.Contains(("words", text))), "all hints arrive");
        Assert.All(texts, text => Assert.Equal(1, here.Count(heard => heard == ("words", text))));
    }

    [PostgresFact]
    public async Task A_torrent_of_hints_blocks_nobody_and_the_newest_arrives()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Postgres);
        var other = await fixture.OpenAnother();
        var there = Listen(other.Bus);
        await Connected(fixture.Bus, there);
        for (var number = 0; number < 50_000; number++)
        {
            fixture.Bus.Publish(new BusMessage("torrent", $"{number}"));
        }

        await Waiting.Until(() => there.Contains(("torrent", "49999")), "the newest hint");
    }

    [PostgresFact]
    public async Task Hints_flow_again_after_the_server_cut_every_connection()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Postgres);
        var other = await fixture.OpenAnother();
        var there = Listen(other.Bus);
        await Connected(fixture.Bus, there);
        await PostgresStoreTests.CutConnections(fixture);
        fixture.Bus.Publish(new BusMessage("lost", "perhaps"));
        await Connected(fixture.Bus, there, "again");
    }

    [PostgresFact]
    public async Task Noise_on_the_channel_and_too_large_hints_do_no_harm()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Postgres);
        var other = await fixture.OpenAnother();
        var there = Listen(other.Bus);
        await Connected(fixture.Bus, there);
        await using (var stranger = new NpgsqlConnection(fixture.ConnectionString))
        {
            await stranger.OpenAsync();
            foreach (var noise in new[] { "", "x", "12345678not json", "12345678[[null,null]]", "12345678[[\"only one\"]]" })
            {
                await using var command = new NpgsqlCommand("select pg_notify('patella_bus', $1)", stranger) { Parameters = { new() { Value = noise } } };
                await command.ExecuteNonQueryAsync();
            }
        }

        fixture.Bus.Publish(new BusMessage("large", new string('x', 2_001)));
        fixture.Bus.Publish(new BusMessage(new string('t', 201), ""));
        await Connected(fixture.Bus, there, "after the noise");
        Assert.DoesNotContain(there, heard => heard.Topic == "large");
    }

    private static ConcurrentQueue<(string Topic, string Payload)> Listen(IBus bus)
    {
        var heard = new ConcurrentQueue<(string, string)>();
        bus.Subscribe(message => heard.Enqueue((message.Topic, message.Payload)));
        return heard;
    }

    private static Task Connected(IBus from, ConcurrentQueue<(string Topic, string Payload)> there, string topic = "hello")
        => Waiting.Until(() =>
        {
            from.Publish(new BusMessage(topic, ""));
            return there.Any(heard => heard.Topic == topic);
        }, "the bus connects");
}
