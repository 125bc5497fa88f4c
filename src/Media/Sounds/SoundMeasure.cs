namespace FunctionsPipeline.Media;

/// <summary>What was measured of a sound, all channels mixed to one.</summary>
/// <param name="Seconds">Length of what could be decoded, s.</param>
/// <param name="LoudestDb">Root mean square of the loudest tenth of a second, dB of full scale; -120 for nothing at all.</param>
/// <param name="AudibleSeconds">Time within 30 dB of the loudest tenth of a second, s.</param>
/// <param name="Warning">What the decoder complained about; null when nothing.</param>
public sealed record SoundMeasure(double Seconds, double LoudestDb, double AudibleSeconds, string? Warning);
