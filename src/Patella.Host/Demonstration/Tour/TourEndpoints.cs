using Patella.Platform.Clocks;
using Patella.Service.Edge;

namespace Patella.Host.Demonstration.Tour;

/// <summary>How the story stands.</summary>
/// <param name="Now">Business time.</param>
/// <param name="TimeZone">Where the demonstration's people live (IANA).</param>
/// <param name="Moving">Business minutes the clock is still being moved on.</param>
/// <param name="CouponInMinutes">Business minutes until coupons have failed for long enough to be heard; 0 while they do.</param>
public sealed record TourView(DateTimeOffset Now, string TimeZone, double TimeRate, int Moving, int CouponInMinutes, IReadOnlyList<TourMark> Marks);

/// <summary>POST /demo/tour/clock.</summary>
public sealed record TourClockRequest(int Minutes);

/// <summary>The doors of the guided tour. They are open to everybody who sees the demonstration, and there are none without it.</summary>
internal static class TourEndpoints
{
    public static void MapTour(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/demo/tour", View).OpenToAll().ExcludeFromDescription();
        routes.MapPost("/demo/tour/clock", async (TourClockRequest request, TourProgress progress, TourClock moving, DemonstrationVoices voices, BusinessTime clock) =>
        {
            if (request.Minutes is < 1 or > TourClock.Most)
            {
                return new ProblemResult(Problem.Invalid("/minutes", $"Must be 1 to {TourClock.Most}."));
            }

            moving.MoveOn(request.Minutes);
            return await View(progress, moving, voices, clock);
        }).OpenToAll().ExcludeFromDescription();
    }

    private static async Task<IResult> View(TourProgress progress, TourClock moving, DemonstrationVoices voices, BusinessTime clock)
    {
        var now = clock.GetUtcNow();
        return Results.Json(new TourView(now, DemonstrationTenant.TimeZone, clock.Rate, moving.Left, voices.MinutesUntilCoupon(now), await progress.Marks()), Json.Options);
    }
}
