using Patella.Simulator.Api;

namespace Patella.Simulator.Retail;

/// <summary>What became of a call.</summary>
/// <param name="Refusal">Code of the refusal; null when it was done.</param>
public sealed record RetailOutcome(int Index, RetailCall Call, string? Refusal, string? Detail);

/// <summary>The tenant a replay works in, and how its marketplace signs consumers in.</summary>
public sealed record RetailDoor(string Tenant, string ConsumerKeyId, string ConsumerSecret);

/// <summary>Asks what must be refused around the calls of a replay.</summary>
public interface IRetailWatch
{
    /// <summary>Before a call.</summary>
    Task Before(RetailDesk desk, RetailTask task, int index, CancellationToken cancellation);

    /// <summary>After it.</summary>
    /// <param name="command">The command's id.</param>
    /// <param name="preview">The preview it was done with; null when it was refused.</param>
    Task After(RetailDesk desk, RetailTask task, int index, string command, string? preview, CancellationToken cancellation);
}

/// <summary>Plays a task's calls as the customer, through the public API alone: sign in, preview, consent, action.</summary>
public sealed class RetailReplay(PatellaConnection connection, RetailDoor door, TimeProvider machine, IRetailWatch? watch = null)
{
    /// <exception cref="ApiFailureException">The server failed, or an action did not end in time: nothing that may be expected of a replay.</exception>
    public async Task<IReadOnlyList<RetailOutcome>> Play(RetailTask task, CancellationToken cancellation)
    {
        var desk = await RetailDesk.Open(connection, door, task.Customer, machine, cancellation);
        var outcomes = new List<RetailOutcome>();
        foreach (var (index, call) in task.Calls.Index())
        {
            var id = $"{task.Source}-{task.Task}-{index}";
            await (watch?.Before(desk, task, index, cancellation) ?? Task.CompletedTask);
            var (refusal, detail, preview) = desk.OrderOf(call) is null ? ("not-found", "The customer has no such order.", null) : await Act(desk, id, call, cancellation);
            outcomes.Add(new RetailOutcome(index, call, refusal, detail));
            await (watch?.After(desk, task, index, id, refusal is null ? preview : null, cancellation) ?? Task.CompletedTask);
        }

        return outcomes;
    }

    private static async Task<(string? Refusal, string? Detail, string? Preview)> Act(RetailDesk desk, string id, RetailCall call, CancellationToken cancellation)
    {
        var preview = await desk.Preview(call, cancellation);
        if (RetailDesk.Refused(preview) is { } notShown)
        {
            return (notShown.Refusal, notShown.Detail, null);
        }

        var shown = await desk.Consent(preview, cancellation);
        var action = await desk.Act(id, call, shown, cancellation);
        var (refusal, detail) = RetailDesk.Refused(action) ?? await desk.Outcome(action.Body, cancellation);
        return (refusal, detail, shown);
    }
}
