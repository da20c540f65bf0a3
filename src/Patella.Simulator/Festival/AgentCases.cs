using System.Collections.Concurrent;
using Patella.Simulator.Api;
using Patella.Simulator.Ecosystem;

namespace Patella.Simulator.Festival;

/// <summary>
/// What an agent cannot end in the chat: a case opened from it, the shop asked for its part when somebody works there, and the end told to the consumer
/// when the shop has answered. A case whose shop has not answered by the end of the run stays open, as it would at the end of a shift.
/// </summary>
internal sealed class AgentCases(FestivalContext context, string token)
{
    private const double LooksAgain = 45;
    private readonly ConcurrentBag<Task> _running = [];

    /// <summary>Opens a case of a conversation and sees to it in the background.</summary>
    public async Task OpenAsync(string conversation, SeededRandom random, CancellationToken cancellation)
    {
        var body = new { id = NewId(random), conversation };
        var opened = await PostAsync("/api/v1/cases", body, "case", cancellation);
        if (opened is not null)
        {
            context.Meter.CaseOpened();
            _running.Add(context.GuardAsync(() => SeeToAsync(opened, random, cancellation)));
        }
    }

    /// <summary>Waits for what is under way; call after cancelling it.</summary>
    public Task EndAsync() => Task.WhenAll(_running);

    private async Task SeeToAsync(CaseStateView opened, SeededRandom random, CancellationToken cancellation)
    {
        if (opened.Merchant is { } shop && context.ShopsWithPeople.Contains(shop))
        {
            await PostAsync($"/api/v1/cases/{opened.Id}/parts", new { clientId = NewId(random), party = "merchant", question = random.Pick(LineCatalogue.For("merchant-question", Languages.Chinese)) }, "part", cancellation);
        }

        while (true)
        {
            await context.Pace.PassAsync(LooksAgain, cancellation);
            var now = (await context.Connection.RequireAsync(HttpMethod.Get, $"/api/v1/cases/{opened.Id}", token, null, cancellation)).As<CaseStateView>();
            if (now.Parts?.Any(part => part.AnsweredAt is null) != true)
            {
                await PostAsync($"/api/v1/cases/{opened.Id}/closures", new { clientId = NewId(random), outcome = random.Pick(LineCatalogue.For("case-outcome", now.Language ?? Languages.English)) }, "case closure", cancellation);
                return;
            }
        }
    }

    /// <summary>What came of it; null when somebody else was quicker or it belongs to another unit.</summary>
    private async Task<CaseStateView?> PostAsync(string path, object body, string what, CancellationToken cancellation)
    {
        var answer = await context.Connection.SendAsync(HttpMethod.Post, path, token, body, cancellation);
        return answer.IsSuccess ? answer.As<CaseStateView>()
            : (int)answer.Status is 403 or 404 or 409 ? null
            : throw new ApiFailureException($"{what} {answer.Code}", answer.Body.ToString());
    }

    private string NewId(SeededRandom random) => DeterministicId.At(context.Time.GetUtcNow(), random).ToString();
}
