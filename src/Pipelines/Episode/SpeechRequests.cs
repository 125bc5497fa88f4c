using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>What speech models are asked for. Pure.</summary>
internal static class SpeechRequests
{
    /// <summary>A request of what the model takes: its emotion where it can be told how to speak, a seed where it takes one.</summary>
    public static SpeechRequest Create(ISpeechModel speech, ModelChoice choice, string voice, string text, string emotion, long seed)
    {
        var model = speech.Models.FirstOrDefault(known => known.Name == choice.Model);
        return new SpeechRequest(choice.Model, voice, text, SoundFormat.Mp3)
        {
            Instructions = model?.TakesInstructions == true ? $"Speak with {emotion}, naturally, at an even pace." : null,
            Seed = model?.TakesSeed == true ? seed : null,
        };
    }
}
