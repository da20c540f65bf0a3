using Patella.Simulator.Api;
using Patella.Simulator.Ecosystem;

namespace Patella.Simulator.Listening;

/// <summary>
/// Directors take a seat beside agents of the floor, each for one real contact; and somebody new asks for a seat beside the agent to be. All of it goes through the
/// public interface as the person who does it. Ids depend on the seed alone, so a visit that was made is not made again.
/// </summary>
public sealed class ListeningVisits(PatellaConnection connection, DemoEcosystem ecosystem, TimeProvider time)
{
    private const string Unit = "market";
    private const int Looks = 120;

    /// <summary>Agents whom the festival leaves alone come after the first ones.</summary>
    private const int Busy = 12;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Somebody reads, thinks and writes: a visit of a few lines takes some minutes.</summary>
    private static readonly TimeSpan Thinking = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, string> _tokens = [];

    /// <summary>Makes all visits one after the other; a floor that is too small has none.</summary>
    public async Task Make(CancellationToken cancellation)
    {
        var hosts = ecosystem.Agents.Skip(Busy).Where(agent => agent.CanServe(Unit, Languages.Chinese)).Take(VisitScript.All.Count).ToList();
        if (hosts.Count < VisitScript.All.Count)
        {
            return;
        }

        await Ask("newcomer-01@demo.example", ecosystem.Staff.First(person => person.Email == DemoPersonas.Emails["agent"]), "assisted", Id("newcomer"), cancellation);
        foreach (var (index, script) in VisitScript.All.Index())
        {
            await Visit(script, hosts[index], ecosystem.Consumers[index + 1], cancellation);
        }
    }

    private async Task Visit(VisitScript script, SimulatedStaff host, SimulatedConsumer consumer, CancellationToken cancellation)
    {
        var (id, talk) = (Id(script.Name), Id(script.Name + "-talk"));
        if (await Ask(script.Listener, host, script.Mode, id, cancellation) != "planned")
        {
            return;
        }

        var person = await Consumer(consumer, cancellation);
        await As(host.Email, $"/listening-sessions/{id}/agreements", null, cancellation);
        await Begin(talk, script.Lines[0].Text, host, person, cancellation);
        await Until(script.Listener, id, "live", cancellation);
        foreach (var (index, line) in script.Lines.Skip(1).Index())
        {
            await Task.Delay(Thinking, time, cancellation);
            await Say(line, $"{id}-{index}", id, talk, script.Listener, host.Email, person, cancellation);
        }

        await Task.Delay(Thinking, time, cancellation);
        await As(host.Email, $"/conversations/{talk}/closures", null, cancellation);
        await Until(script.Listener, id, "debrief", cancellation);
        await WriteDown(script, id, cancellation);
    }

    private async Task Say(VisitLine line, string client, string id, string talk, string listener, string host, string consumer, CancellationToken cancellation)
    {
        switch (line.Who)
        {
            case "consumer":
                await Post($"/conversations/{talk}/messages", consumer, new { clientId = client, text = line.Text }, cancellation);
                break;
            case "host":
                await As(host, $"/conversations/{talk}/messages", new { clientId = client, text = line.Text }, cancellation);
                break;
            default:
                await As(listener, $"/listening-sessions/{id}/drafts", new { id = client, text = line.Text }, cancellation);
                await Task.Delay(Thinking, time, cancellation);
                await As(host, $"/listening-sessions/{id}/drafts/{client}/approvals", new { text = line.Instead }, cancellation);
                break;
        }
    }

    /// <summary>The debrief; a supervisor answers, and the analyst takes what became an obstacle.</summary>
    private async Task WriteDown(VisitScript script, string id, CancellationToken cancellation)
    {
        foreach (var (index, note) in script.Notes.Index())
        {
            await As(script.Listener, $"/listening-sessions/{id}/notes", new { id = $"{id}-note-{index}", kind = note.Kind, text = note.Text }, cancellation);
        }

        await As(script.Listener, $"/listening-sessions/{id}/closings", null, cancellation);
        foreach (var (index, note) in script.Notes.Index().Where(one => one.Item.Outcome is not null))
        {
            var answer = await As("supervisor-02@demo.example", $"/listening-notes/{id}-note-{index}/answers", new { outcome = note.Outcome, text = note.Answer }, cancellation);
            if (note.Outcome == "obstacle")
            {
                await As(DemoPersonas.Emails["analyst"], $"/obstacles/{answer.Body.GetProperty("ref").GetString()}/takings", null, cancellation);
            }
        }
    }

    /// <returns>The session's state: planned when it is new.</returns>
    private async Task<string?> Ask(string listener, SimulatedStaff host, string mode, string id, CancellationToken cancellation)
        => (await As(listener, "/listening-sessions", new { id, host = host.Id, mode }, cancellation)).Body.GetProperty("state").GetString();

    /// <summary>A consumer asks for a person, and a supervisor gives them the host.</summary>
    private async Task Begin(string talk, string text, SimulatedStaff host, string consumer, CancellationToken cancellation)
    {
        await Post("/conversations", consumer, new { id = talk, entryUnit = Unit, message = new { clientId = talk + "-first", text } }, cancellation);
        await Post($"/conversations/{talk}/person-requests", consumer, new { clientId = talk + "-person" }, cancellation);
        await As("supervisor-02@demo.example", $"/conversations/{talk}/assignments", new { staff = host.Id }, cancellation);
    }

    private async Task Until(string listener, string id, string state, CancellationToken cancellation)
    {
        for (var look = 0; look < Looks; look++)
        {
            var answer = await connection.RequireAsync(HttpMethod.Get, $"/api/v1/listening-sessions/{id}", await Token(listener, cancellation), null, cancellation);
            if (answer.Body.GetProperty("state").GetString() == state)
            {
                return;
            }

            await Task.Delay(Look, time, cancellation);
        }

        throw new ApiFailureException("/api/v1/listening-sessions", $"{id} is not {state} after {Looks} looks");
    }

    private async Task<string> Consumer(SimulatedConsumer consumer, CancellationToken cancellation)
    {
        var token = MarketplaceToken.Sign(
            DemoPersonas.TenantSlug, DemoPersonas.ConsumerKeyId, DemoPersonas.ConsumerSecret(ecosystem.Seed), consumer.ExternalId, consumer.Name, Languages.Chinese, time.GetUtcNow(), TimeSpan.FromHours(1));
        return (await connection.RequireAsync(HttpMethod.Post, "/api/v1/visitor-sessions", null, new { tenant = DemoPersonas.TenantSlug, token, language = Languages.Chinese }, cancellation)).As<VisitorSession>().Token;
    }

    private async Task<ApiAnswer> As(string email, string path, object? body, CancellationToken cancellation) => await Post(path, await Token(email, cancellation), body, cancellation);

    private Task<ApiAnswer> Post(string path, string token, object? body, CancellationToken cancellation) => connection.RequireAsync(HttpMethod.Post, "/api/v1" + path, token, body, cancellation);

    private async Task<string> Token(string email, CancellationToken cancellation)
    {
        if (!_tokens.TryGetValue(email, out var token))
        {
            var answer = await connection.RequireAsync(HttpMethod.Post, "/api/v1/sessions", null, new { tenant = DemoPersonas.TenantSlug, email, password = DemoPersonas.Password }, cancellation);
            _tokens[email] = token = answer.As<StaffSession>().Token!;
        }

        return token;
    }

    private string Id(string name) => DeterministicId.Of(ecosystem.Seed, "listening-" + name).ToString();
}
