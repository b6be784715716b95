"""What a model may say under a diagnosis: the sentence gate and the exam."""
