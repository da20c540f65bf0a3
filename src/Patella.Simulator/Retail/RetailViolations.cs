using System.Text.Json;

namespace Patella.Simulator.Retail;

/// <summary>A call that must be refused.</summary>
/// <param name="Task">Source and number of the task whose state it is asked in.</param>
/// <param name="Step">A call of that task.</param>
/// <param name="AfterStep">Whether that call has been done; otherwise only those before it.</param>
/// <param name="Class">The kind of violation.</param>
public sealed record RetailViolation(string Task, int Step, bool AfterStep, string Class, RetailCall Call);

/// <summary>Reads the list of violations.</summary>
public static class RetailViolations
{
    /// <exception cref="RetailFileException">The file is not what it should be.</exception>
    public static ILookup<string, RetailViolation> Read(ReadOnlyMemory<byte> file)
    {
        try
        {
            using var document = JsonDocument.Parse(file);
            return document.RootElement.Clone().EnumerateArray().Select(Of).ToLookup(violation => violation.Task);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new RetailFileException([new RetailProblem(0, "violations", "cannot be read: " + failure.Message)]);
        }
    }

    private static RetailViolation Of(JsonElement one) => new(
        $"{one.GetProperty("source").GetString()} {one.GetProperty("task").GetString()}", one.GetProperty("step").GetInt32(),
        one.GetProperty("after").GetString() switch { "prefix" => false, "self" => true, var other => throw new InvalidOperationException($"'{other}' is no state.") },
        one.GetProperty("cls").GetString()!, new RetailCall(one.GetProperty("tool").GetString()!, one.GetProperty("arguments")));
}
