using Patella.Simulator.Ecosystem;

namespace Patella.Simulator.Festival;

/// <summary>Plans sessions one by one from the seed. Only pairs of unit and language that the agents on duty can serve are asked for.</summary>
public sealed class SessionPlanner
{
    private const double ShareKnownConsumers = 0.6;
    private const double ShareAnonymous = 0.15;
    private readonly DemoEcosystem _ecosystem;
    private readonly ulong _seed;
    private readonly List<SimulatedConsumer> _known;
    private readonly ILookup<string, SimulatedOrder> _orders;
    private readonly HashSet<(string Unit, string Language)> _served;

    /// <summary>Prepares to plan for these agents.</summary>
    public SessionPlanner(DemoEcosystem ecosystem, ulong seed, IReadOnlyList<SimulatedStaff> agents)
    {
        (_ecosystem, _seed) = (ecosystem, seed);
        _known = new SeededRandom(seed).Fork("known").Shuffle(ecosystem.Consumers.Skip(1));
        _orders = ecosystem.Orders().Take(ecosystem.Scale.Orders).ToLookup(order => order.Consumer.ExternalId);
        _served = agents.SelectMany(agent => agent.Units.SelectMany(unit => agent.Languages.Select(language => (unit, language)))).ToHashSet();
    }

    /// <summary>The plan of one session.</summary>
    public SessionPlan Plan(int index)
    {
        var random = new SeededRandom(_seed).Fork($"session-{index}");
        var consumer = random.Chance(ShareKnownConsumers) ? _known[index % _known.Count] : null;
        var language = consumer?.Language ?? Language(random);
        var order = consumer is null ? null : Order(consumer, language, random);
        var unit = order?.Unit.Code ?? Unit(language, random);
        var (intention, texts, answer, replies) = Matter(unit, language, order is not null, random);
        var anonymous = consumer is null && random.Chance(ShareAnonymous / (1 - ShareKnownConsumers));
        return new SessionPlan(
            index, anonymous ? null : consumer?.ExternalId ?? $"festival-{_seed}-{index}", consumer?.Name, language,
            random.Chance(Habits.ShareWrongEntrance) ? Unit(language, random) : unit,
            unit, order?.Number, intention, texts, answer, replies, random.Chance(Habits.ShareAskingAtOnce), random.Chance(Habits.ShareNotHelped),
            random.Chance(Habits.ShareSecondDevice), random.Chance(Habits.ShareRating) ? random.PickWeighted([5, 4, 3, 2], stars => stars * stars) : null);
    }

    private SimulatedOrder? Order(SimulatedConsumer consumer, string language, SeededRandom random)
    {
        var open = _orders[consumer.ExternalId].Where(order => _served.Contains((order.Unit.Code, language))).ToList();
        return open.Count > 0 && random.Chance(0.85) ? random.Pick(open) : null;
    }

    private string Language(SeededRandom random)
    {
        var language = random.NextDouble() switch { < 0.80 => Languages.Chinese, < 0.93 => Languages.English, _ => random.Pick(Languages.Others) };
        return _served.Any(pair => pair.Language == language) ? language : Languages.Chinese;
    }

    private string Unit(string language, SeededRandom random)
    {
        var open = _ecosystem.Units.Where(unit => _served.Contains((unit.Code, language))).ToList();
        return random.PickWeighted(open.Count > 0 ? open : _ecosystem.Units, unit => unit.Weight).Code;
    }

    private static (Intention, IReadOnlyList<string> Texts, string? Answer, int Replies) Matter(string unit, string language, bool hasOrder, SeededRandom random)
    {
        var known = KnowledgeCatalogue.All.Where(article => article.Language == language && (article.Unit ?? unit) == unit).ToList();
        var draw = random.NextDouble();
        if (hasOrder && draw < 0.35)
        {
            return (Intention.Status, [random.Pick(LineCatalogue.For("status", language))], null, 1);
        }
        if (known.Count > 0 && draw < 0.68)
        {
            var article = random.Pick(known);
            return (Intention.Known, [OwnWords.Around(random.Pick([article.Title, .. article.Phrasings]), language, random)], article.Text, 1);
        }
        var dialogue = random.Pick(DialogueCatalogue.For(unit, language) is { Count: > 0 } own ? own : DialogueCatalogue.For(unit, Languages.English));
        return (Intention.Problem, dialogue.ConsumerTexts.ToList(), null, dialogue.AgentTexts.Count());
    }
}
