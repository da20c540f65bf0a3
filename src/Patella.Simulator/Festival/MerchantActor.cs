using Patella.Simulator.Api;
using Patella.Simulator.Ecosystem;

namespace Patella.Simulator.Festival;

/// <summary>Plays one merchant's person: looks at the shop's orders now and then, and answers what the platform asks of the shop.</summary>
internal sealed class MerchantActor(FestivalContext context, string token, SeededRandom random)
{
    private const int OrdersSeen = 20;

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await context.GuardAsync(() => LookAtOrdersAsync(cancellation));
        while (!cancellation.IsCancellationRequested)
        {
            await context.GuardAsync(() => context.Pace.PassAsync(random.Between(Habits.MerchantLooksAgain * 0.5, Habits.MerchantLooksAgain * 1.5), cancellation));
            await context.GuardAsync(() => AnswerAsync(cancellation));
        }
    }

    private async Task LookAtOrdersAsync(CancellationToken cancellation)
    {
        var page = (await context.Connection.RequireAsync(HttpMethod.Get, $"/api/v1/orders?limit={OrdersSeen}", token, null, cancellation)).As<ItemPage<OrderCardState>>();
        if (page.Items.Count > 0)
        {
            await context.Connection.RequireAsync(HttpMethod.Get, $"/api/v1/orders/{random.Pick(page.Items).Id}", token, null, cancellation);
        }
    }

    private async Task AnswerAsync(CancellationToken cancellation)
    {
        var asked = (await context.Connection.RequireAsync(HttpMethod.Get, "/api/v1/case-parts?open=true", token, null, cancellation)).As<ItemPage<AskedPart>>();
        foreach (var part in asked.Items)
        {
            await context.Pace.PassAsync(Habits.AgentReply(random), cancellation);
            var body = new { clientId = DeterministicId.At(context.Time.GetUtcNow(), random), answer = random.Pick(LineCatalogue.For("merchant-answer", Languages.Chinese)) };
            var answer = await context.Connection.SendAsync(HttpMethod.Post, $"/api/v1/case-parts/{part.Id}/answers", token, body, cancellation);
            if (answer.IsSuccess)
            {
                context.Meter.PartAnswered();
            }
            else if ((int)answer.Status is not (404 or 409))
            {
                throw new ApiFailureException($"part answer {answer.Code}", answer.Body.ToString());
            }
        }
    }
}
