-- CreateIndex
CREATE INDEX "Paper_listed_publishedAt_id_idx" ON "Paper"("listed", "publishedAt" DESC, "id");
