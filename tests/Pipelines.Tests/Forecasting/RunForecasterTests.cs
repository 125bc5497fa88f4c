using FunctionsPipeline.Pipelines.Forecasting;

namespace FunctionsPipeline.Pipelines.Tests.Forecasting;

public sealed class RunForecasterTests
{
    private static readonly ProviderProfile Certain = new()
    {
        Source = "test", LatencyMinSeconds = 100, LatencyMaxSeconds = 100, OverheadSeconds = 0,
    };

    private static readonly ForecastInput Hundred = new()
    {
        Items = 100,
        Concurrency = 10,
        TicksPerItem = 4_000_000_000,
        JitterMinSeconds = 0,
        JitterMaxSeconds = 0,
        PaidAttemptsMax = 3,
        Profile = Certain,
        Seed = 1,
    };

    [Fact]
    public void Without_chance_the_forecast_is_exact_to_the_tick()
    {
        var forecast = RunForecaster.Create(Hundred);

        (forecast.TicksP5, forecast.TicksP50, forecast.TicksP95).ShouldBe((400_000_000_000, 400_000_000_000, 400_000_000_000));
        forecast.SecondsP50.ShouldBe(1000, 1e-6);
        forecast.SubmitsP95.ShouldBe(100);
    }

    [Fact]
    public void A_rate_limit_stretches_the_time() =>
        RunForecaster.Create(Hundred with { Concurrency = 100, SubmitsPerMinute = 6 }).SecondsP50.ShouldBe((99 * 10) + 100, 1e-6);

    [Fact]
    public void Refusals_are_paid_only_where_the_provider_charges_them()
    {
        var refusing = Certain with { RefusedShare = 1 };

        RunForecaster.Create(Hundred with { Profile = refusing }).TicksP95.ShouldBe(0);
        RunForecaster.Create(Hundred with { Profile = refusing with { IsRefusalCharged = true } }).TicksP5.ShouldBe(400_000_000_000);
    }

    [Fact]
    public void Failures_are_bought_again_within_limits() =>
        RunForecaster.Create(Hundred with { Profile = Certain with { FailedShare = 1 } }).SubmitsP50.ShouldBe(300);

    [Fact]
    public void The_ninety_percent_range_holds_what_happens_in_85_to_95_percent_of_runs()
    {
        // Outcomes are played by a model of its own: one draw an item, not the forecaster's loop.
        var profile = Certain with { RefusedShare = 0.1, FailedShare = 0.15, LatencyMaxSeconds = 300 };
        var forecast = RunForecaster.Create(Hundred with { Profile = profile });
        var random = new Random(20261121);
        var inside = 0;
        const int Runs = 2000;
        for (var run = 0; run < Runs; run++)
        {
            var charged = 0;
            for (var item = 0; item < 100; item++)
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    var draw = random.NextDouble();
                    if (draw >= 0.25) charged++;
                    if (draw is < 0.1 or >= 0.25) break;
                }
            }

            var ticks = charged * 4_000_000_000;
            if (ticks >= forecast.TicksP5 && ticks <= forecast.TicksP95) inside++;
        }

        (inside / (double)Runs).ShouldBeInRange(0.85, 0.97);
    }

    [Fact]
    public void An_empty_batch_takes_nothing() => RunForecaster.Create(Hundred with { Items = 0 }).TicksP95.ShouldBe(0);
}
