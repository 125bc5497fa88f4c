using System.Text.Json;

namespace FunctionsPipeline.FunctionApp;

/// <summary>What an activity's function is given: its input, and where the call stands.</summary>
/// <param name="InstanceId">The calling instance.</param>
/// <param name="Step">Position of the call in its instance.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Input">The activity's own input.</param>
internal sealed record ActivityCall(string InstanceId, int Step, int Attempt, JsonElement Input);
