using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Speech;

namespace FunctionsPipeline.Simulator.TalkingHeads;

/// <summary>A talking head as a provider's request orders it: exactly one of a sound and a text with a voice.</summary>
/// <param name="Provider">Provider.</param>
/// <param name="Model">Model.</param>
/// <param name="KeyId">Stands for the API key.</param>
/// <param name="PortraitFile">Uploaded picture.</param>
/// <param name="SoundFile">Uploaded sound; null for a text.</param>
/// <param name="Text">What it says; null for a sound.</param>
/// <param name="Voice">Voice of the text.</param>
internal sealed record TalkingHeadOrder(string Provider, string Model, string KeyId, string PortraitFile, string? SoundFile, string? Text, string? Voice)
{
    /// <summary>Shape, or null for the picture's.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>What the provider's list shows of it: the client's own words; null for none.</summary>
    public string? Listing { get; init; }
}

/// <summary>Accepts talking heads: finds out how long one will be, which is what is paid for. Safe for several threads.</summary>
internal sealed class TalkingHeadIntake(SimulatorOptions options, Intake intake, UploadFolder uploads, HeadStore heads)
{
    /// <summary>Accepts an order, unless a fault prevents it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="order">The order.</param>
    /// <param name="priceTicks">What so many seconds cost, ticks.</param>
    /// <param name="voice">How the provider words its errors.</param>
    /// <param name="problem">Answers that a sound cannot be used.</param>
    /// <returns>The call to answer for; null when that was seen to.</returns>
    public async Task<Call?> AcceptAsync(
        HttpContext context, TalkingHeadOrder order, Func<double, long> priceTicks, IErrorVoice voice, Func<string, Task> problem)
    {
        var sound = order.SoundFile;
        if (sound is null)
        {
            if (Speaker.Problem is { } silence)
            {
                await voice.WriteAsync(context, 503, silence);
                return null;
            }

            var spoken = await Speaker.SpeakAsync(order.Text!, VoiceTable.Unlisted(order.Voice!), context.RequestAborted);
            sound = await uploads.PutAsync(await SoundFile.WriteAsync(spoken, SoundForm.Wav(spoken.SampleRateHz), context.RequestAborted), context.RequestAborted);
        }

        if (await heads.SecondsOfAsync(sound, context.RequestAborted) is not { } seconds)
        {
            await problem("The sound cannot be read.");
            return null;
        }

        var call = new CallOrder(order.Provider, FaultOperation.TalkingHead, order.KeyId, order.Model, order.Text ?? "")
        {
            PriceTicks = priceTicks(seconds),
            RefusalPriceTicks = 0,

            // A minute of work and more for a long one, in the time of the simulator.
            WorkSeconds = draw => options.Latency.At(draw.Share) * 0.4,
            Beside = $"{order.PortraitFile} {sound} {order.AspectRatio}",
            PortraitFile = order.PortraitFile,
            SoundFile = sound,
            SoundSeconds = seconds,
            AspectRatio = order.AspectRatio,
            Listing = order.Listing,
        };
        return await intake.AcceptAsync(context, call, voice);
    }
}
