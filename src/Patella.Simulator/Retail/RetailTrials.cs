using System.Text.Json;
using Patella.Simulator.Api;

namespace Patella.Simulator.Retail;

/// <summary>
/// Asks, around the calls of a task, everything that must be refused in the state it must be refused in: the set's violations, and for every valid write the
/// variants of identity, consent and replay. What is refused must leave no trace at the marketplace; the end state is judged as without it.
/// </summary>
/// <param name="connection">To the server the task is played on.</param>
/// <param name="hands">Whom it acts as.</param>
/// <param name="plan">What is to be asked.</param>
/// <param name="state">What the marketplace was asked to change; the same object as long as nothing more was asked. Its payments go on by themselves.</param>
/// <param name="machine">Real time.</param>
public sealed class RetailTrials(PatellaConnection connection, RetailHands hands, RetailTrialPlan plan, Func<object> state, TimeProvider machine) : IRetailWatch
{
    /// <summary>A customer of the marketplace whom none of the orders belongs to.</summary>
    private const string Stranger = "stranger_of_the_evaluation";

    private readonly List<RetailProbe> _probes = [];
    private RetailDesk? _stranger;
    private int _asked;

    public IReadOnlyList<RetailProbe> Probes => _probes;

    /// <summary>Calls for which the written table was replaced while the server ran, and put back after them.</summary>
    public int Contradictions { get; private set; }

    public async Task Before(RetailDesk desk, RetailTask task, int index, CancellationToken cancellation)
    {
        foreach (var violation in plan.Violations.Where(one => one.Step == index && !one.AfterStep))
        {
            await Violate(desk, violation, cancellation);
        }

        var call = task.Calls[index];
        if (plan.Variants && !plan.Refused.ContainsKey(index))
        {
            await Identity(desk, task, index, call, cancellation);
        }

        if (!plan.Refused.ContainsKey(index) && Contradicts(call))
        {
            Contradictions++;
            await Publish(task, index, "lax", RetailPolicies.LikeForLike(RetailPolicies.Contradicted), cancellation);
        }

        if (plan.Variants && !plan.Refused.ContainsKey(index))
        {
            await Consents(desk, task, index, call, cancellation);
        }
    }

    public async Task After(RetailDesk desk, RetailTask task, int index, string command, string? preview, CancellationToken cancellation)
    {
        var call = task.Calls[index];
        if (plan.Variants && preview is not null)
        {
            await Again(desk, task, index, command, preview, call, cancellation);
        }

        if (!plan.Refused.ContainsKey(index) && Contradicts(call))
        {
            await Publish(task, index, "written", RetailPolicies.Written(RetailPolicies.Contradicted), cancellation);
        }

        foreach (var violation in plan.Violations.Where(one => one.Step == index && one.AfterStep))
        {
            await Violate(desk, violation, cancellation);
        }
    }

    /// <summary>The correct agent exchanges a delivered piece for its own like, which the written policy forbids.</summary>
    private static bool Contradicts(RetailCall call) => call.Name == "exchange_delivered_order_items" && call.Texts("item_ids").Zip(call.Texts("new_item_ids")).Any(pair => pair.First == pair.Second);

    private Task Publish(RetailTask task, int index, string what, string dmn, CancellationToken cancellation)
        => RetailPolicies.Publish(connection, hands.Makers, RetailPolicies.Contradicted, dmn, $"{task.Source}-{task.Task}-{index}-{what}", cancellation);

    private async Task Violate(RetailDesk desk, RetailViolation violation, CancellationToken cancellation)
    {
        var (id, before) = ($"violation-{_asked++}", state());
        var preview = await desk.Preview(violation.Call, cancellation);
        var shown = RetailDesk.Refused(preview) is null ? await desk.Consent(preview, cancellation) : null;
        await Keep(violation.Task, violation.Step, violation.Class, id, await desk.Act(id, violation.Call, shown, cancellation), before, cancellation);
    }

    /// <summary>Whoever asks who is not the customer is told nothing of the order.</summary>
    private async Task Identity(RetailDesk desk, RetailTask task, int index, RetailCall call, CancellationToken cancellation)
    {
        _stranger ??= await RetailDesk.Open(connection, hands.Door, Stranger, machine, cancellation);
        foreach (var (what, nobody) in ((string, bool)[])[(RetailProbes.Nobody, true), (RetailProbes.SomebodyElse, false)])
        {
            var (id, before) = ($"probe-{_asked++}", state());
            var answer = nobody ? await desk.Act(id, call, null, cancellation, by: null) : await _stranger.Act(id, call, null, cancellation, order: desk.OrderOf(call));
            await Keep(task.Name, index, what, id, answer, before, cancellation);
        }
    }

    private async Task Consents(RetailDesk desk, RetailTask task, int index, RetailCall call, CancellationToken cancellation)
    {
        var (id, before) = ($"probe-{_asked++}", state());
        await Keep(task.Name, index, RetailProbes.NoConsent, id, await desk.Act(id, call, null, cancellation), before, cancellation);
        if (await desk.Preview(call, cancellation) is { IsSuccess: true } preview)
        {
            var consented = await desk.Consent(preview, cancellation);
            (id, before) = ($"probe-{_asked++}", state());
            await Keep(task.Name, index, RetailProbes.OtherArguments, id, await desk.Act(id, RetailVariants.Of(call, plan.Shelf), consented, cancellation), before, cancellation);
        }
    }

    /// <summary>The same command gives the same answer and nothing more; its id with other arguments is refused.</summary>
    private async Task Again(RetailDesk desk, RetailTask task, int index, string command, string preview, RetailCall call, CancellationToken cancellation)
    {
        var before = state();
        var again = await desk.Act(command, call, preview, cancellation);
        var fault = !again.IsSuccess || RetailDesk.TextOf(again.Body, "id") != command || RetailDesk.TextOf(again.Body, "state") != "done" ? $"answered {(int)again.Status} {again.Code}"
            : ReferenceEquals(before, state()) ? null : "the marketplace changed";
        _probes.Add(new RetailProbe(task.Name, index, RetailProbes.Again, "same-answer", "store: one effect a command id", fault));
        await Keep(task.Name, index, RetailProbes.AgainWithOthers, command, await desk.Act(command, RetailVariants.Of(call, plan.Shelf), preview, cancellation), before, cancellation);
    }

    private async Task Keep(string task, int step, string what, string id, ApiAnswer answer, object before, CancellationToken cancellation)
    {
        var code = RetailDesk.Refused(answer)?.Refusal;
        var rule = code == "policy" ? await RuleOf(id, cancellation) : code is null ? null : "store: " + code;
        var fault = code is null ? "it was done" : !ReferenceEquals(before, state()) ? "the marketplace changed" : rule is null ? "no row is named"
            : code == "policy" && Told(answer.Body) is { } missing ? missing : null;
        _probes.Add(new RetailProbe(task, step, what, code, rule, fault));
    }

    /// <summary>What the customer reads of a rule's no: a sentence, and that a person is there; never the rule itself.</summary>
    private static string? Told(JsonElement problem) => RetailDesk.TextOf(problem, "detail") is not { Length: > 0 } ? "no sentence is told"
        : !(problem.TryGetProperty("person", out var person) && person.ValueKind == JsonValueKind.True) ? "no person is offered" : problem.TryGetProperty("rule", out _) ? "the customer reads the rule" : null;

    /// <summary>The stored decision's version and row, as staff read it.</summary>
    private async Task<string?> RuleOf(string id, CancellationToken cancellation)
    {
        var stored = await connection.RequireAsync(HttpMethod.Get, $"/api/v1/policy-decisions?subject=action:{id}&limit=1", hands.Reader, null, cancellation);
        return stored.Body.GetProperty("items").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } decision && decision.TryGetProperty("row", out var row) && row.ValueKind == JsonValueKind.Number
            ? $"{decision.GetProperty("policy").GetString()} row {row.GetInt32()} ({decision.GetProperty("reason").GetString()})" : null;
    }
}
