namespace Patella.Simulator.Ecosystem;

/// <summary>Makes the finished conversations of the last weeks and of last year's festival, one at a time.</summary>
internal sealed class ConversationPlanner(DemoEcosystem ecosystem)
{
    private const double ShareWithOrder = 0.6;
    private const double ShareFromOtherUnit = 0.2;
    private readonly List<SimulatedOrder> _orders = ecosystem.Orders().ToList();

    public IEnumerable<PastConversation> All()
    {
        var (start, end) = ecosystem.LastFestival;
        for (var index = 0; index < ecosystem.Scale.LastFestivalConversations; index++)
        {
            var share = (index + 0.5) / ecosystem.Scale.LastFestivalConversations;
            yield return Make(-1 - index, start + ((end - start) * FestivalCurve.Days.Quantile(share)));
        }
        var window = TimeSpan.FromDays(ecosystem.Scale.HistoryDays);
        for (var index = 0; index < ecosystem.Scale.Conversations; index++)
        {
            var share = (index + 0.5) / ecosystem.Scale.Conversations;
            yield return Make(index, ecosystem.Now - window + ((window - TimeSpan.FromHours(3)) * share));
        }
    }

    private PastConversation Make(int index, DateTimeOffset near)
    {
        var random = new SeededRandom(ecosystem.Seed).Fork($"conversation-{index}");
        var opened = DayShape.Move(near, ecosystem.Now, random);
        var order = random.Chance(ShareWithOrder) ? Placed(opened, random) : null;
        var consumer = order?.Consumer ?? random.Pick(ecosystem.Consumers);
        var unit = order?.Unit ?? UnitFor(consumer.Language, random);
        if (!unit.International && Languages.Others.Contains(consumer.Language))
        {
            (order, unit) = (null, UnitFor(consumer.Language, random));
        }
        var talk = PastTalk.Make(unit.Code, consumer.Language, order, random);
        var agent = talk.NeedsPerson ? Agent(unit.Code, consumer.Language, random) : null;
        var entries = talk.Times(opened, random);
        var entryUnit = random.Chance(ShareFromOtherUnit) ? random.PickWeighted(ecosystem.Units, one => one.Weight) : unit;
        return new PastConversation(
            DeterministicId.Of(ecosystem.Seed, $"conversation-{index}", index + 100_000), new PastPerson(consumer.ExternalId), entryUnit.Code,
            unit.Code, order?.Number, consumer.Language, opened, entries[^1].At.AddSeconds(random.Between(20, 90)), agent?.Email, entries, Rate(random));
    }

    /// <summary>An order that existed then; the last ones of the list are last year's.</summary>
    private SimulatedOrder? Placed(DateTimeOffset opened, SeededRandom random)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var order = random.Pick(_orders);
            if (order.PlacedAt < opened && opened - order.PlacedAt < TimeSpan.FromDays(20))
            {
                return order;
            }
        }
        return null;
    }

    private SimulatedUnit UnitFor(string language, SeededRandom random) => random.PickWeighted(
        ecosystem.Units.Where(unit => unit.International || !Languages.Others.Contains(language)).ToList(), unit => unit.Weight);

    private SimulatedStaff? Agent(string unit, string language, SeededRandom random)
    {
        var able = ecosystem.Agents.Where(agent => agent.CanServe(unit, language)).ToList();
        return random.Pick(able.Count > 0 ? able : ecosystem.Agents);
    }

    private static PastRating? Rate(SeededRandom random)
    {
        if (!random.Chance(0.45))
        {
            return null;
        }
        var satisfied = random.PickWeighted([5, 4, 3, 2, 1], stars => stars switch { 5 => 58, 4 => 24, 3 => 9, 2 => 5, _ => 4 });
        return new PastRating(satisfied, satisfied >= 4 || random.Chance(0.3));
    }
}

/// <summary>People write in the late morning and in the evening (UTC+8), hardly at five in the morning.</summary>
internal static class DayShape
{
    private static readonly ArrivalCurve Hours = new(
        (0, 0.7), (0.12, 0.15), (0.24, 0.12), (0.36, 0.9), (0.46, 1.6), (0.55, 1.2), (0.7, 1.2), (0.84, 2.0), (0.92, 1.8), (1, 0.7));

    /// <summary>A time on the same day with the day's shape, before <paramref name="now"/>.</summary>
    public static DateTimeOffset Move(DateTimeOffset near, DateTimeOffset now, SeededRandom random)
    {
        var local = near.ToOffset(TimeSpan.FromHours(8));
        var day = new DateTimeOffset(local.Year, local.Month, local.Day, 0, 0, 0, local.Offset);
        var moved = day.AddSeconds(Math.Floor(Hours.Quantile(random.NextDouble()) * 86_400)).ToUniversalTime();
        return moved < now.AddHours(-2) ? moved : near.AddTicks(-(near.Ticks % TimeSpan.TicksPerSecond));
    }
}
