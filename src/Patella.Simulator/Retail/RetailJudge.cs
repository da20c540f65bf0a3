using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Simulator.Marketplace;

namespace Patella.Simulator.Retail;

/// <summary>What a task came to.</summary>
/// <param name="Wrong">Calls that were refused and should not have been, or the other way round.</param>
/// <param name="Failure">What broke, when the task could not be played to its end.</param>
public sealed record RetailResult(string Task, IReadOnlyList<string> Wrong, IReadOnlyList<RetailDifference> Differences, string? Failure = null)
{
    public bool Passed => Wrong.Count == 0 && Differences.Count == 0 && Failure is null;
}

/// <summary>Holds an end state against the gold: orders of the marketplace and the money of the books, at every path.</summary>
public sealed class RetailJudge
{
    private readonly JsonNode _database;
    private readonly ShopState _begin;

    /// <param name="database">The set's file.</param>
    /// <param name="begin">The marketplace as every task finds it.</param>
    public RetailJudge(ReadOnlyMemory<byte> database, ShopState begin) => (_database, _begin) = (JsonNode.Parse(database.Span)!, begin);

    /// <summary>Where the beginning is not the file's: a fault of the import, under which no task could be judged.</summary>
    public IEnumerable<RetailDifference> Beginning(RetailBooks books) => Compare(_begin, books, _begin.Orders.Keys, new Dictionary<string, JsonElement>());

    public RetailResult Judge(RetailTask task, RetailGold gold, IReadOnlyList<RetailOutcome> outcomes, ShopState end, RetailBooks books)
    {
        // An order that is the same object and of which no money moved is as it was at the beginning, which was compared whole.
        var touched = end.Orders.Where(one => !ReferenceEquals(one.Value, _begin.Orders[one.Key])).Select(one => one.Key)
            .Concat(books.Moves.Select(moves => moves.Key)).Concat(gold.Changes.Keys.Where(path => path.StartsWith("/orders/", StringComparison.Ordinal)).Select(path => path.Split('/')[2]))
            .Distinct().ToList();
        return new RetailResult(task.Name, [.. outcomes.Select(outcome => Verdict(outcome, gold)).OfType<string>()], [.. Compare(end, books, touched, gold.Changes)]);
    }

    private static string? Verdict(RetailOutcome outcome, RetailGold gold) => (gold.Refused.TryGetValue(outcome.Index, out var reason), outcome.Refusal) switch
    {
        (true, null) => $"call {outcome.Index} {outcome.Call.Name} was done and should be refused: {reason}",
        (false, { } code) => $"call {outcome.Index} {outcome.Call.Name} was refused and should be done: {code} {outcome.Detail}",
        _ => null,
    };

    private IEnumerable<RetailDifference> Compare(ShopState end, RetailBooks books, IEnumerable<string> orders, IReadOnlyDictionary<string, JsonElement> changes)
    {
        var (wanted, found) = (new Dictionary<string, string>(), new Dictionary<string, string>());
        foreach (var number in orders)
        {
            var prefix = $"/orders/{number}";
            var document = _database["orders"]?[number]?.DeepClone() ?? new JsonObject();
            Apply(document, changes, prefix);
            Add(wanted, RetailPaths.Of(document, prefix));
            Add(found, RetailPaths.Of(Found(end, books, number), prefix));
        }

        foreach (var (path, balance) in Balances(changes))
        {
            wanted[path] = balance;
        }

        foreach (var (card, cents) in books.Balances.Where(one => end.Instruments.ContainsKey(one.Key)))
        {
            Add(found, RetailPaths.Of(JsonValue.Create(RetailShop.Dollars(cents)), PathOf(end.Instruments[card].Customer, card)));
        }

        return RetailPaths.Between(wanted, found);
    }

    private JsonObject Found(ShopState end, RetailBooks books, string number)
    {
        var document = end.Orders.TryGetValue(number, out var order) ? RetailShop.DocumentOf(order) : [];
        var before = _database["orders"]?[number]?["payment_history"]?.AsArray() ?? [];
        document["payment_history"] = new JsonArray([.. before.Select(move => move!.DeepClone()), .. books.Moves[number].Select(move => move.DeepClone())]);
        return document;
    }

    private IEnumerable<(string Path, string Value)> Balances(IReadOnlyDictionary<string, JsonElement> changes)
    {
        foreach (var (customer, user) in _database["users"]!.AsObject())
        {
            foreach (var (card, method) in user!["payment_methods"]!.AsObject().Where(one => one.Value!["balance"] is not null))
            {
                var path = PathOf(customer, card);
                var value = changes.TryGetValue(path, out var changed) ? JsonNode.Parse(changed.GetRawText()) : method!["balance"];
                yield return (path, RetailPaths.Of(value, path)[path]);
            }
        }
    }

    private static string PathOf(string customer, string card) => $"/users/{customer}/payment_methods/{card}/balance";

    private static void Apply(JsonNode document, IReadOnlyDictionary<string, JsonElement> changes, string prefix)
    {
        foreach (var (path, value) in changes.Where(change => change.Key.StartsWith(prefix + "/", StringComparison.Ordinal)))
        {
            RetailPaths.Set(document, path[prefix.Length..], value);
        }
    }

    private static void Add(Dictionary<string, string> all, Dictionary<string, string> some)
    {
        foreach (var (path, value) in some)
        {
            all[path] = value;
        }
    }
}
