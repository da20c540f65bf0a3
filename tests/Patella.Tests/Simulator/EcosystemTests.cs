using System.Text;
using System.Text.Json;
using Patella.Simulator.Api;
using Patella.Simulator.Ecosystem;

namespace Patella.Tests.Simulator;

public class EcosystemTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    private static DemoEcosystem Small(ulong seed = 7) => new(seed, Scale.Small, Now);

    private static byte[] BytesOf(DemoEcosystem ecosystem)
    {
        var all = new List<object> { SettingsDocument.Essential(ecosystem) };
        all.AddRange(SettingsDocument.Floor(ecosystem));
        all.AddRange(EcosystemEvents.All(ecosystem));
        all.AddRange(ecosystem.Conversations());
        return Encoding.UTF8.GetBytes(string.Join('\n', all.Select(one => JsonSerializer.Serialize(one, one.GetType(), Wire.Json))));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes() => Assert.Equal(BytesOf(Small()), BytesOf(Small()));

    [Fact]
    public void Another_seed_gives_other_bytes() => Assert.NotEqual(BytesOf(Small(7)), BytesOf(Small(8)));

    [Fact]
    public void Ids_do_not_move_with_the_time_of_loading()
    {
        var later = new DemoEcosystem(7, Scale.Small, Now.AddDays(3));
        Assert.Equal(Small().Conversations().Select(one => one.Id), later.Conversations().Select(one => one.Id));
        Assert.Equal(
            EcosystemEvents.All(Small()).Select(one => (one.Source, one.Id)), EcosystemEvents.All(later).Select(one => (one.Source, one.Id)));
    }

    [Fact]
    public void There_are_at_least_twenty_units_with_names_in_both_languages()
    {
        Assert.True(UnitCatalogue.All.Count >= 20);
        Assert.Equal(UnitCatalogue.All.Count, UnitCatalogue.All.Select(unit => unit.Code).Distinct().Count());
        Assert.All(UnitCatalogue.All, unit => Assert.True(unit.Chinese.Length > 0 && unit.English.Length > 0));
    }

    [Fact]
    public void Every_fate_of_an_order_is_present()
    {
        var present = Small().Orders().Select(order => order.Fate).ToHashSet();
        Assert.Empty(Enum.GetValues<OrderFate>().Except(present));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(42)]
    [InlineData(20_261_111)]
    public void Nothing_happens_after_the_present_and_steps_are_in_time_order(ulong seed)
    {
        foreach (var order in new DemoEcosystem(seed, Scale.Small, Now).Orders())
        {
            Assert.True(order.Steps[^1].At <= Now, $"seed {seed}, order {order.Number}, {order.Fate}: {order.Steps[^1]}");
            Assert.Equal(order.Steps.Select(step => step.At).Order(), order.Steps.Select(step => step.At));
            Assert.Equal(order.PlacedAt, order.Steps[0].At);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(42)]
    [InlineData(20_261_111)]
    public void Orders_and_conversations_refer_only_to_what_exists(ulong seed)
    {
        var ecosystem = new DemoEcosystem(seed, Scale.Small, Now);
        var consumers = ecosystem.Consumers.Select(one => one.ExternalId).ToHashSet();
        var skus = ecosystem.Products.SelectMany(one => one.Variants).Select(one => one.Sku).ToHashSet();
        var numbers = ecosystem.Orders().ToDictionary(order => order.Number);
        var units = UnitCatalogue.All.Select(unit => unit.Code).ToHashSet();
        Assert.All(numbers.Values, order => Assert.True(
            order.Merchant.Unit == order.Unit && order.Items.All(item => skus.Contains(item.Sku)) && consumers.Contains(order.Consumer.ExternalId)));
        foreach (var one in ecosystem.Conversations())
        {
            Assert.Contains(one.Person.ExternalId, consumers);
            Assert.True(units.Contains(one.Unit) && units.Contains(one.EntryUnit));
            Assert.True(one.OrderNumber is null || numbers[one.OrderNumber].Consumer.ExternalId == one.Person.ExternalId);
            Assert.True(one.Assignee is null || ecosystem.Staff.Any(person => person.Email == one.Assignee));
            Assert.True(one.OpenedAt <= one.Entries[0].At && one.Entries[^1].At <= one.ClosedAt && one.ClosedAt < Now);
            Assert.All(one.Entries, entry => Assert.True(entry.Text.Length > 0));
        }
    }

    [Fact]
    public void Event_ids_are_unique_and_versions_of_a_subject_count_from_one_in_time_order()
    {
        var events = EcosystemEvents.All(Small()).ToList();
        Assert.Equal(events.Count, events.Select(one => (one.Source, one.Id)).Distinct().Count());
        foreach (var subject in events.GroupBy(one => (one.Source, one.Subject)))
        {
            Assert.Equal(Enumerable.Range(1, subject.Count()), subject.Select(one => one.Subjectversion!.Value));
        }
    }

    [Fact]
    public void An_order_whose_tracking_nobody_told_has_no_tracking_number_and_no_trace()
    {
        var silent = Small().Orders().Where(order => order.Fate == OrderFate.TrackingMissing).ToList();
        Assert.NotEmpty(silent);
        Assert.All(silent, order => Assert.True(order.Tracking is null && order.Steps.All(step => !step.Kind.StartsWith("logistics"))));
    }

    [Fact]
    public void Last_years_festival_has_its_orders_and_conversations()
    {
        var ecosystem = Small();
        var (start, end) = ecosystem.LastFestival;
        Assert.Equal(Scale.Small.LastFestivalOrders, ecosystem.Orders().Count(order => order.PlacedAt >= start && order.PlacedAt < end));
        Assert.Equal(Scale.Small.LastFestivalConversations, ecosystem.Conversations().Count(one => one.OpenedAt >= start && one.OpenedAt < end));
    }

    [Fact]
    public void The_consumer_to_be_has_orders_of_several_units_and_states()
    {
        var own = Small().Orders().TakeWhile(order => order.Consumer.ExternalId == DemoPersonas.ConsumerExternalId).ToList();
        Assert.True(own.Count >= 8);
        Assert.True(own.Select(order => order.Unit).Distinct().Count() >= 6 && own.Select(order => order.Fate).Distinct().Count() >= 6);
    }

    [Theory]
    [InlineData(24)]
    [InlineData(60)]
    [InlineData(200)]
    public void The_floor_covers_every_unit_in_Chinese_and_English_and_the_international_ones_in_all_languages(int agents)
    {
        var ecosystem = new DemoEcosystem(7, Scale.Small with { Agents = agents }, Now);
        foreach (var unit in UnitCatalogue.All)
        {
            var needed = unit.International ? Languages.All : [Languages.Chinese, Languages.English];
            Assert.All(needed, language => Assert.Contains(ecosystem.Agents, agent => agent.CanServe(unit.Code, language)));
        }
        Assert.All(ecosystem.Agents, agent => Assert.True(agent.Units.Count is >= 2 and <= 5 && agent.Capacity is >= 3 and <= 5));
    }

    [Fact]
    public void An_agent_is_the_same_person_in_a_larger_floor()
    {
        var small = Small().Agents.Select(agent => (agent.Id, agent.Name, string.Join(',', agent.Units)));
        var large = new DemoEcosystem(7, Scale.Small with { Agents = 100 }, Now).Agents.Select(agent => (agent.Id, agent.Name, string.Join(',', agent.Units)));
        Assert.Equal(small, large.Take(Scale.Small.Agents));
    }

    [Fact]
    public void Every_person_and_order_is_marked_as_simulated()
    {
        var ecosystem = Small();
        var people = SettingsDocument.Floor(ecosystem).Append(SettingsDocument.Essential(ecosystem))
            .SelectMany(part => JsonSerializer.SerializeToElement(part, Wire.Json).GetProperty("staff").EnumerateArray()).ToList();
        Assert.Equal(ecosystem.Staff.Count, people.Count);
        Assert.All(people, person => Assert.True(person.GetProperty("simulated").GetBoolean()));
        foreach (var one in EcosystemEvents.All(ecosystem).Where(one => one.Type is "patella.order.created.v1" or "patella.identity.profile.v1"))
        {
            var data = JsonSerializer.SerializeToElement(one.Data, one.Data.GetType(), Wire.Json);
            var thing = data.TryGetProperty("order", out var order) ? order : data.GetProperty("consumer");
            Assert.True(thing.GetProperty("attributes").GetProperty("simulated").GetBoolean());
        }
    }
}
