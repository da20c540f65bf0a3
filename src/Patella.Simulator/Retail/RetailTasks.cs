using System.Text.Json;
using System.Text.Json.Nodes;

namespace Patella.Simulator.Retail;

/// <summary>A call of the correct agent in the set's own words.</summary>
public sealed record RetailCall(string Name, JsonElement Arguments)
{
    public string Order => Text("order_id");

    public string Text(string name) => Arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    public IReadOnlyList<string> Texts(string name) => Arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(one => one.GetString()!)] : [];
}

/// <summary>A task: the customer and the ordered calls.</summary>
public sealed record RetailTask(string Source, string Task, string Customer, IReadOnlyList<RetailCall> Calls)
{
    public string Name => $"{Source} {Task}";
}

/// <summary>What must come of a task.</summary>
/// <param name="Refused">Calls, by their index, that must be refused, and why.</param>
/// <param name="Changes">Every path of the file whose value differs at the end.</param>
public sealed record RetailGold(string Source, string Task, IReadOnlyDictionary<int, string> Refused, IReadOnlyDictionary<string, JsonElement> Changes);

/// <summary>Reads the tasks and what must come of them.</summary>
public static class RetailTasks
{
    /// <summary>Each task with its gold, in the file's order.</summary>
    /// <exception cref="RetailFileException">A file is not what it should be, or a task has no gold.</exception>
    public static IReadOnlyList<(RetailTask Task, RetailGold Gold)> Read(ReadOnlyMemory<byte> tasks, ReadOnlyMemory<byte> gold)
    {
        try
        {
            var golds = Elements(gold).Select(GoldOf).ToDictionary(one => (one.Source, one.Task));
            return [.. Elements(tasks).Select(TaskOf).Select(task => (task, golds.TryGetValue((task.Source, task.Task), out var found) ? found
                : throw new RetailFileException([new RetailProblem(0, task.Name, "has no gold end state")])))];
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new RetailFileException([new RetailProblem(0, "tasks or gold", "cannot be read: " + failure.Message)]);
        }
    }

    /// <summary>The file with these customers and their orders alone, and all products.</summary>
    public static byte[] OfCustomers(ReadOnlyMemory<byte> database, IReadOnlySet<string> customers)
    {
        var whole = JsonNode.Parse(database.Span)!;
        Keep(whole["users"]!.AsObject(), (id, _) => customers.Contains(id));
        Keep(whole["orders"]!.AsObject(), (_, order) => customers.Contains(order["user_id"]!.GetValue<string>()));
        return JsonSerializer.SerializeToUtf8Bytes(whole);
    }

    private static void Keep(JsonObject members, Func<string, JsonNode, bool> wanted)
    {
        foreach (var name in members.Where(member => !wanted(member.Key, member.Value!)).Select(member => member.Key).ToList())
        {
            members.Remove(name);
        }
    }

    private static List<JsonElement> Elements(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private static RetailTask TaskOf(JsonElement task) => new(
        task.GetProperty("source").GetString()!, task.GetProperty("task").GetString()!, task.GetProperty("user_id").GetString()!,
        [.. task.GetProperty("actions").EnumerateArray().Select(call => new RetailCall(call.GetProperty("name").GetString()!, call.GetProperty("arguments")))]);

    private static RetailGold GoldOf(JsonElement gold) => new(
        gold.GetProperty("source").GetString()!, gold.GetProperty("task").GetString()!,
        gold.GetProperty("refused").EnumerateArray().ToDictionary(refused => refused[0].GetInt32(), refused => refused[2].GetString()!),
        gold.GetProperty("changes").EnumerateObject().ToDictionary(change => change.Name, change => change.Value));
}
